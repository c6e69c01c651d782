"""What to write instead: ready to be used, in the language of the draft."""

A_LINE = "If you have a minute, a line or two by e-mail would help me a lot."
NEWS = "I'm well, and I wanted you to know how much your advice helped."
NO_REQUEST = "No need to reply. I only thought this might be of use to you."
ONE_THING = "I respect your decision, and I'd be glad of one thing to work on."
RESPECT = "I respect your decision. If one thing would have made me a stronger candidate, I'd be glad to hear it."
THANKS_ONLY = "Thank you for your feedback. I'm taking it to heart."
