"""Words that say little about what a text is about, as they are written."""

# Function words: part of a phrase ("privacy by design"), never a topic of their own. So is a number.
STOP = """
a about above across after again against ago all almost along already also although always am among an and another
any anybody anyone anything are around as ask asked at away back be became because become been before began behind
being below best better between big both but by came can cannot come comes could day days did do does doing done
down during each either else end enough even ever every everybody everyone everything few first for found from full
further gave get gets getting give given go goes going gone good got great had half has have having he her here hers
herself him himself his how however i if in inside instead into is isn't it its itself just keep know known last
late later least less let like little long look made make makes making many may maybe me mean means might mine more
most much must my myself near need needs never new next no nobody none nor not nothing now of off often old on once
one only onto or other others our ours out over own part per perhaps put quite rather really said same say says see
seem seen several shall she should since so some somebody someone something soon still such take taken takes than
that the their theirs them themselves then there these they thing things think this those though three through thus
to today together told tomorrow too took top toward two under until up upon us use used uses using very via was way
we well went were what whatever when where whether which while who whole whom whose why will with within without
would year years yes yesterday yet you your yours yourself month months week weeks time times
aber als am auch auf aus bei bis das dem den der des die ein eine einem einen einer es fur ich im ist mit nach nicht
oder sich sie sind und uber um von vom wie wir zu zum zur
au aux avec ce ces dans de des du elle en est et il la le les leur mais nous ou par pas pour que qui sa se ses son
sur un une vous el los las del con por para una y o
"""

# Words that stand in any trade's news: one of them alone, said once in passing, is no reason to write to anybody.
COMMON = """
access action actions advice agency ai analysis analyst analysts analytics app application applications approach
apps art arts assistant audience author award balance bank banking banks book books brand brands budget build
building business businesses buy capital car care career careers cars case center change changes charity chart
child children china choice city class client clients climate cloud code coding colleague colleagues communication
communications community companies company competition computer computers computing construction consulting
consumer consumers content control conversation cost costs country course creative creativity culture customer
customers data database deal deals decision decisions delivery demand design designer designers developer
developers development device devices digital direction discipline discussion diversity drive economics economy
editor education efficiency employee employees employment energy engineer engineering engineers entertainment
environment europe event events exchange experience expert experts family fashion feature features feedback field
film finance financial fire firm firms fish fitness food football friend friends fun function fund funding funds
future game games gas gold goal goals government green group groups growth guide hardware head health healthcare
help history holiday home hospital hospitality hotel house housing human idea ideas image impact improvement
independence industry influence information infrastructure innovation insight insights insurance integration
intelligence interest internet interview interviews investing investment investor investors iron it job jobs
justice kids kitchen knowledge labor labour language law lawyer lead leader leaders leadership learning legal
lesson lessons letter level library life light link list literature loan love machine machines mail maintenance
management manager managers manufacturing map market marketing markets material math media medicine meeting
meetings member memory message milk mind mobile model models money motivation movie movies music nature network
networking networks news number office oil online open operation operations opinion order organization
organizations painting paper parents partner partners partnership pattern payment people performance philosophy
phone photo photos physics pipeline planning plans planet platform platforms play policy politics position post
power practice president press price prices pricing print privacy problem problems process processes procurement
product production productivity products professional program programming project projects property public
publishing purpose quality question questions race radio reading real reality recruiting recruitment regulation
relationships remote report reports research resources response responsibility restaurant retail review risk risks
road role roles rules safety sale sales scale school schools science scientist scientists search section security
self sense service services share shares shop shopping show site skill skills smart social society software
solution solutions sound source space speech spirit sport sports staff staffing standard standards star start
startup startups state statistics stock stocks store stores story storytelling strategy stream stress structure
student students studies study style success summer supply support survey system systems talent talk talks target
teacher teachers teaching team teams tech technical technology television test testing text theory thinking tool
tools traffic trade training transformation transport transportation travel trend trends tv university update user
users value values vehicle vehicles video videos view vision volunteer war water weather web website wellness
winter women word words work worker workers workforce working workplace world writer writers writing
running walking dance diving climbing hiking driving
"""

STOP_WORDS = frozenset(STOP.split())
COMMON_WORDS = frozenset(COMMON.split())
