"""Named patterns that the English rules share."""

from __future__ import annotations

CLASSES = {
    # Who, and how much
    "iwe": "i/we",
    "my": "my/our",
    "a": "a/an/any/some/another/one/this/that",
    "few": "#/one/two/three/four/five/ten/fifteen/twenty/thirty/couple/few/some/half/quarter",
    "could": "can/could/may/might/would/will",
    "would-like": (
        "would/will .. (like|love|prefer|appreciate|welcome|value|enjoy|rather|be glad|be happy|be delighted|be "
        "grateful|be thrilled|be keen|be honoured|be honored|be pleased|be interested|be up|be open|jump)| want/"
        "wanted/wish/hope/hoping/wanna/prefer/love/need to| am .. (happy|glad|keen|eager|delighted|hoping|looking|"
        "open|up|free|willing)"
    ),
    "if": "if/whether/should/when/whenever/once/case/wonder/wondering/wondered/unless/until/supposing/provided",
    "someone": (
        "someone/somebody/anyone/anybody/person/people/developer/engineer/designer/analyst/tester/writer/manager/"
        "assistant/specialist/freelancer/colleague/hand/hands/help/support/staff/recruit/hire/candidate/researcher/"
        "planner/consultant/accountant/nurse/teacher/programmer/marketer/worker/workers/team-mate/employee/employees/"
        "applicant/talent"
    ),
    # Talking
    "talk": (
        "call/phone/ring/telephone/talk/speak/chat/meet/zoom/skype/facetime/converse/catch-up/videochat/confer|catch "
        "up | sit down | get together | meet up | hook up | link up"
    ),
    "a-talk": (
        "call/calls/phonecall/phone-call/chat/talk/meeting/conversation/zoom/skype/facetime/videocall/video-call/"
        "videoconference/coffee/coffees/tea/lunch/brunch/breakfast/dinner/beer/beers/drink/drinks/pint/appointment/"
        "catch-up/hangout/webcall/video-chat/telephone/telcon/telco/ring/buzz/bell/tinkle/face-to-face/one-on-one/"
        "one-to-one/debrief/sit-down/meet-up/discussion/cuppa/espresso/cappuccino/ice-cream/visit/meet/session/"
        "phoner/huddle/teleconference/rendezvous/get-together"
    ),
    "adjs": "(<adj>)? (<adj>)? (<adj>)? (<adj>)?",
    "adj": (
        "quick/short/brief/little/personal/phone/telephone/video/informal/proper/good/nice/zoom/teams/skype/real/"
        "in-person/friendly/private/virtual/online/small/#/minutes/hour/cup/of/long/longer/follow-up/further/second/"
        "more/direct/honest/open/google/whatsapp/casual/relaxed/face-to-face/one-on-one/feedback/live/five/ten/"
        "fifteen/twenty/thirty/half/an/a/minute/hot/cold/telephonic/verbal/oral/deeper/detailed/proper/conference/"
        "speedy/wee/cheeky/bit/mutual/common/next"
    ),
    "medium": (
        "(by|over|on|via|through|per|using) .. (phone|telephone|zoom|skype|facetime|teams|mobile|cell|whatsapp|video|"
        "hangouts|meet|videocall|coffee|lunch|beer|drink|drinks|dinner|tea|breakfast|call|line)| in person | face to "
        "face | face-to-face | person to person | one-on-one | in-person | live | personally"
    ),
    "when": (
        "on/at/any/anytime/when/whenever/if/tomorrow/today/tonight/this/next/back/later/soon/so/and/or/about/for/in/"
        "before/after/under/between/please/monday/tuesday/wednesday/thursday/friday/saturday/sunday/directly/instead/"
        "sometime/during/over/up/asap/now/again/once/at/via/then/here/#number/tonight/morning/afternoon/evening/to/"
        "with/through"
    ),
    "number": "number/mobile/cell/telephone/cellphone/handy/extension/landline/whatsapp/phone",
    # Work
    "opening": (
        "opening/openings/vacancy/vacancies/vacant/position/positions/role/roles/job/jobs/opportunity/opportunities/"
        "internship/internships/placement/traineeship/apprenticeship/headcount/gig/gigs/recruitment/recruiting/"
        "hiring/employment/reqs/posting/postings/work"
    ),
    "place": "place/spot/seat/slot/post/space/room/desk/chair/something/anything/things",
    "an-opening": "<opening> | <place>",
    "resume": (
        "cv/c.v./c.v/resume/resumes/curriculum/vitae/application/portfolio/documents/credentials/profile/details/"
        "paperwork/name/certificates/references/lebenslauf"
    ),
    "file": (
        "cv/c.v./c.v/resume/curriculum/vitae/lebenslauf/application | cover letter | (application|updated) documents"
    ),
    "attached": (
        "attached/attach/attaching/enclosed/enclose/enclosing/included/herewith/below/find/send/sending/sent/here/"
        "resend"
    ),
    "team": (
        "team/company/firm/group/department/organisation/organization/studio/agency/office/crew/lab/side/place/unit/"
        "end/colleagues/business/startup/start-up/school/shop/institute/family"
    ),
    # Deciding
    "decision": (
        "decision/decisions/result/outcome/rejection/verdict/assessment/evaluation/judgement/judgment/conclusion/"
        "reasoning/reason/reasons/explanation/feedback/argument/arguments/choice/opinion/view/views/criticism/"
        "criteria/statement/claim/claims/answer/reply/response/process/ruling/impression/refusal/selection/"
        "justification/rationale/grounds/logic/no/evaluations/remark/remarks/comment/comments/point/points/take/"
        "analysis/conclusions/impressions/rejections/call/grading"
    ),
    "this": "this/that/it/which/the/your/these/those/such",
    "bad": (
        "unfair/unjust/wrong/mistaken/mistake/error/absurd/ridiculous/joke/biased/unreasonable/unacceptable/"
        "incomprehensible/unprofessional/disrespectful/arbitrary/flawed/rigged/shameful/insulting/insult/nonsense/"
        "bullshit/unjustified/baseless/hasty/short-sighted/shortsighted/misjudged/hypocritical/subjective/one-sided/"
        "discrimination/discriminatory/ageist/sexist/racist/illogical/laughable/inexplicable/disgraceful/disgrace/"
        "unfounded/farce/misunderstanding/untrue/false/incorrect/inaccurate/superficial/prejudice/prejudiced/rude/"
        "outrageous/unbelievable/preposterous/questionable/dishonest/misguided/rubbish/crap/garbage/ageism/sexism/"
        "racism/scandal/favouritism/favoritism/nepotism/inconsistent/ill-judged/ill-considered/premature/dubious/"
        "lame/harsh/lie/excuse/unreal/insane/crazy/stupid/silly/fallacy/sham/injustice/unkind/cruel/illegal/unlawful/"
        "miscalculation/oversight/contradictory/contradiction"
    ),
    "upset": (
        "surprised/surprising/aback/puzzled/puzzling/baffled/baffling/confused/confusing/astonished/astonishing/"
        "shocked/shocking/stunned/irritated/irritating/appalled/outraged/angry/annoyed/upset/frustrated/frustrating/"
        "perplexed/perplexing/amazed/bewildered/bewildering/insulted/offended/flabbergasted/dumbfounded/speechless/"
        "incredulous/mystified/dismayed/stumped/displeased/indignant/unhappy/dissatisfied/bothered/gobsmacked/"
        "furious/disgusted"
    ),
    "they": (
        "he/she/they/him/her/them/others | (the|this|that|your|an) .. (candidate|candidates|person|one|guy|girl|"
        "woman|man|winner|applicant|applicants|hire|colleague|choice|people|other) | someone/somebody/anyone/anybody/"
        "nobody/who | the other | a junior | an internal"
    ),
    "rejected": (
        "rejected/reject/declined/chosen/choose/selected/select/picked/pick/hired/hire/refused/invited/preferred/"
        "prefer/turned/taken/take"
    ),
    # Thanks, and what comes of it
    "thanks": "thank/thanks/thankful/grateful/appreciate/appreciated/appreciation/gratitude/thx/cheers/ta",
    "thanks-for-answer": (
        "(thank you|thanks|thank|appreciate|appreciated|grateful) ... (feedback|answer|reply|response|explanation|"
        "explaining|message|note|mail|email|letter|letting|information|info|update|telling|writing|honesty|honest|"
        "getting|coming|input|words|decision|comments|remarks|assessment|clarification|replying|responding|answering|"
        "news|informing|evaluation|insight|insights|notes|candour|candor|clarifying|sharing|frank|openness|details|"
        "view|perspective|thoughts|opinion|points|advice)| thank you $ | thanks $ | (your|the) feedback | take your "
        "point | hear what you | fair enough | understand your"
    ),
    "improve": (
        "improve/improving/improvement/stronger/strengthen/learn/develop/grow/hint/hints/tip/tips/pointer/pointers/"
        "advice/advise/suggestion/suggestions | work on | (better|for|do|prepare|prepared|improve|say|begin) .. next "
        "time | do better | get better | in future | for the future | could have (made|done|helped) | might have "
        "(made|done|helped) | should (train|learn|practise|practice)"
    ),
}
