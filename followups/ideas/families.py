"""Words whose kin no rule finds, or finds wrongly: a line is one meaning, and its first word stands for all of them.

Left to the stemmer, *marketing* is a market and *hiking* a price hike, while *sailors* have nothing to do with
*sailing*. A word on a line of its own is nobody's kin.
"""

FAMILIES = """
accessibility accessible
accounting accountancy accountant accountants
analytics analytic analytical
analysis analyses
animal animals
animation animations animated animator animators
apartment apartments
astronomy astronomer astronomers astronomical
automation automate automates automated automating
baker bakery bakeries bakers
baking
banking banker bankers
beekeeping beekeeper beekeepers
biology biologist biologists biological
biotech biotechnology
birdwatching birdwatcher birdwatchers birding birder birders
blockchain blockchains
brewing brewery breweries brewer brewers homebrew homebrewing homebrewer
charity charitable
child children
chemistry chemist chemists
climbing climber climbers
coaching
composting compost composts composted composter
compliance compliant
cooking
copywriting copywriter copywriters
custom customs
customer customers
cybersecurity infosec
cycling cyclist cyclists bicycling
dancing dance dances dancer dancers
department departments departmental
designate designated designation
diversity diverse
diving diver divers
drawing
ecology ecologist ecologists ecological
economist economists
encryption encrypt encrypts encrypted encrypting
engineering engineer engineers engineered
entrepreneurship entrepreneur entrepreneurs entrepreneurial
ethics ethical
experiment experiments experimental experimentation
farming farm farms farmer farmers
fermentation ferment ferments fermented fermenting
fishing angler anglers angling
forecasting forecast forecasts forecaster forecasters forecasted
fundraising fundraiser fundraisers
gardening garden gardens gardener gardeners
geology geologist geologists geological
hiking hiker hikers
hiring hire hires hired hirer hirers
housing
illustration illustrations illustrator illustrators illustrated
inclusion inclusive inclusivity
insurance insurer insurers insured insure insures insuring
investing investor investors investment investments invest invests invested
journalism journalist journalists journalistic
juggling juggle juggler jugglers
kayaking kayak kayaks kayaker kayakers
knitting knit knits knitted knitter knitters
lecture lectures lecturer lecturers
lending lender lenders
listing listings
logistics logistical logistician logisticians
management manage manages managed managing manager managers managerial
manufacturing manufacture manufactures manufactured manufacturer manufacturers
marathon marathons marathoner marathoners
marketing marketer marketers
mathematics mathematician mathematicians mathematical maths
mentoring mentor mentors mentored mentorship
mindfulness mindful
mountaineering mountaineer mountaineers
nursing
observability observable
optimization optimize optimizes optimized optimizing optimizer optimizers
packaging packager packagers
painter painters
painting paintings
parenting
photography photographer photographers photograph photographs photographic
physicist physicists
poetry poem poems poet poets
pottery potter potters
procurement procure procures procured procuring
privacy
psychology psychologist psychologists psychological
publication publications
publishing publisher publishers
reading
recruitment recruiting recruiter recruiters recruit recruits recruited
recycling recycle recycles recycled recyclable recycler recyclers
regulation regulations regulator regulators regulatory
resilience resilient
robotics robot robots robotic roboticist
rowing rower rowers
running runner runners
sailing sail sails sailed sailor sailors sailboat sailboats
sculpture sculptures sculptor sculptors sculpting
sewing sew sews sewn seamstress
shipping ship ships shipped shipment shipments
skateboarding skateboard skateboards skateboarder skateboarders
skiing skier skiers
snowboarding snowboard snowboarder snowboarders snowboards
sociology sociologist sociologists
statistics statistical statistician statisticians
staffing
storytelling storyteller storytellers
surfing surfer surfers
sustainability sustainable sustainably
swimming swim swims swam swimmer swimmers
teaching teach teaches taught teacher teachers
training trainer trainers trainings
translation translations translate translates translated translator translators
typography typographer typographers typographic
urbanism urbanist urbanists
volunteering volunteer volunteers volunteered
walking walker walkers
welding welder welders
wine wines winery wineries winemaker winemakers winemaking
winning
woman women
man men
person persons people
mouse mice
woodworking woodwork woodworker woodworkers
woodturning
writing writer writers
"""


def read_families() -> dict[str, str]:
    lines = [line.split() for line in FAMILIES.strip().splitlines()]
    return {form: line[0] for line in lines for form in line}
