"""Need, despair and guilt."""

from django.utils.translation import gettext_lazy as _

from followups.tone.english.rather import ONE_THING
from followups.tone.rules import Rule

RULES = (
    Rule(
        "speaks of need",
        "pleading",
        looks_for=(
            (
                "(my|our|the|with|got|have|has) .. (rent|bills|mortgage|debts|loans|debt|loan) .. (is|are|due|to pay|"
                "piling|coming|waiting|unpaid|pile|mounting|overdue)"
            ),
            "(lose|losing|lost) (the|our|my) .. (house|home|flat|apartment|visa|roof|residence|permit)",
            (
                "(my|our) .. (savings|benefits|unemployment|money|visa|permit|funds|allowance|work permit|residence "
                "permit|account) .. (is|are|has|have|will)? .. (gone|run|runs|running|expire|expires|expiring|ending|"
                "ends|end|empty|used up|depends|depend|dwindling|low|out|expired|exhausted|drying|finished|finish)"
            ),
            (
                "(my|our) .. (family|kids|children|wife|husband|mother|parents|son|daughter|baby|father) .. (depend|"
                "depends|rely|relies|count|counts|need|needs|suffer|suffers|hungry|starve|hoping|depending|relying)"
            ),
            (
                "(i|we) (have|am|got|have got) .. (kids|children|family|dependants|child|mouths) .. (and|to|at|who|"
                "with|without)"
            ),
            (
                "(i|we) .. (unemployed|jobless|out of work|without work|without a job|without job|broke|homeless|"
                "bankrupt|in debt|evicted|deported|destitute|on welfare|out of options)"
            ),
            (
                "(i|we) (really|so|very|desperately|badly|truly|just|urgently|absolutely|do|honestly|seriously)? .. "
                "need .. (this|that|the|a|some)? .. (job|position|role|work|money|income|salary|chance|place|win|"
                "break|get in|opportunity)"
            ),
        ),
        why=_("Your need is real, and it is a heavy thing to hand to somebody who has decided. It reads as pleading."),
        instead=ONE_THING,
        hits=(
            "My rent is due on the first.",
            "I have two kids and no income.",
            "My savings are gone.",
            "I really need this job.",
            "My family depends on me.",
            "I've been unemployed for a year.",
        ),
        passes=(
            "The study on unemployed engineers is out.",
            "My family and I sailed around Denmark.",
            "I need this chart every week.",
            "The report on rent and bills in Leeds is out.",
            "I'm struggling with the second chapter, and enjoying it.",
            "My kids love the otter picture.",
        ),
    ),
    Rule(
        "speaks of despair",
        "pleading",
        looks_for=(
            (
                "(i|we|am|feel|feeling|so|getting|very|really|pretty|little|be|a|most) .. (desperate|desperately|"
                "hopeless|desperation)"
            ),
            "wits/wit/wit's ('s)? end",
            "(last|only|final|one) .. (hope|resort|straw|lifeline|way out|ray of hope|option|chance (i|left|for))",
            (
                "(can|could|do) not .. (eat|sleep|go on|keep going|take (it|this|any|another|much)|breathe|cope|bear|"
                "stop crying|face|survive|live|manage|afford to)"
            ),
            "(mean|means|meant) (the|whole) world",
            "(was|is|means|meant) everything (to|for) (me|us)",
            (
                "(not|no) know .. (what to do|what else|what i|where else|where to turn|how to go|how i|how to|who "
                "else|how we|what we|whom to) (will|am|would|can|could|should|go|turn|to|going|do|survive|manage|"
                "anymore|any more)?"
            ),
            "eternally/forever (grateful|indebted|thankful|in your debt)",
            "i (have|am|was)? .. (cried|crying|wept|weeping|devastated|heartbroken|shattered|crushed)",
        ),
        why=_("This sounds desperate. They would like to help and can't; what stays is a bad feeling on both sides."),
        instead=ONE_THING,
        hits=(
            "I'm desperate for work.",
            "I'm at my wits' end.",
            "This was my last hope.",
            "It would mean the world to me.",
            "I cried the whole evening.",
            "I don't know where else to turn.",
        ),
        passes=(
            "One line would mean a lot.",
            "Your encouragement meant a great deal to me.",
            "I was sad for a day, and then I reread your mail.",
            "The novel about a desperate clerk made me laugh.",
            "I was disappointed at first, but I understand.",
            "I can't take it any more seriously than you do.",
        ),
        unless=(
            "(novel|film|story|article|book|song|episode) .. (about|of|with|on)",
            "seriously than",
            "(thank|thanks)",
        ),
        unless_before=("(thank|thanks) ..",),
        even_denied=True,
    ),
    Rule(
        "makes them feel guilty",
        "pleading",
        looks_for=(
            (
                "after (all|everything|the many|so many|so much|the|four|five|three|six|countless) .. (i|we|my|hours|"
                "effort|work|weekends|time|weeks|months|energy|rounds|interviews|years|days|preparation) .. (put|did|"
                "gave|have|invested|sacrificed|spent|went|poured|had|done|into)"
            ),
            "(counted|counting|relied|relying|banked|banking|bet) (on|upon) (you|this|it|getting)",
            "least you (can|could|should)",
            (
                "(gave up|given up|quit|left|turned down|cancelled|canceled|declined|refused|moved|sold|dropped|"
                "sacrificed) .. (my|other|another|two|an|a|our|everything|job|flat|offer|offers|holiday|position) .. "
                "(because|for you|for this|since i|as i|believing|thinking|just|to|expecting|so)"
            ),
        ),
        why=_("This makes them feel guilty for a decision they were free to take."),
        instead=ONE_THING,
        hits=(
            "After everything I put into this, it was all for nothing.",
            "I really counted on you.",
            "I gave up my flat because I was so sure.",
            "It's the least you could do.",
        ),
        passes=(
            "After everything you did for me, I wanted to say thank you.",
            "Your advice was not in vain.",
            "I left my old job for a smaller company and I'm happy.",
            "You owe me nothing.",
        ),
        unless_before=("(thank|thanks) ..",),
    ),
)
