"""English."""

from kvit.core.replies.words.table import Table

TABLE = Table(
    common=(
        "the a an is are was were we you our your this that and of to in on for have has will please it "
        "not i can with by be thank thanks hi hello there"
    ),
    negations=(
        "not|no|never|cannot|cant|dont|havent|hasnt|wont|didnt|without|don't|won't|can't|haven't|hasn't|"
        "isn't|wasn't|didn't|aren't|nobody"
    ),
    conditions="if|once|unless|until|after|when|provided|condition / as soon as",
    cues={
        "paid": """
            85 money|payment|transfer|amount|sum ~ left|debited|gone|cleared
            85 status|marked|shown|shows|booked ~ as? paid
            80 debited from
            95 have|has|had|we've|i've ~ paid|payed|settled|transferred|wired|remitted
            90 was|were|been|is|got|already|allready|fully ~ paid|payed|settled|transferred|wired
            75 we|i ~ paid|payed|transferred|wired|settled
            80 paid|payed|settled|transferred ~ \
                yesterday|already|today|week|month|monday|tuesday|wednesday|thursday|friday
            80 invoice|bill|amount|this ~ paid|settled
            85 made|did|sent|executed|initiated ~ transfer|payment
            80 payment|transfer|money|amount|funds ~ went|left|made|sent|executed|done
            85 payment|amount ~ was|were|been ~ sent|made|transferred|executed
            40 see|check ~ statement|bank|account
            45 should|must ~ with you|arrived|arrive ~ now
            45 proof|confirmation of|confirmation ~ payment|transfer|attached?
        """,
        "pays": """
            65 paying
            55 we|i pay
        """,
        "dispute": """
            90 nothing|none ~ arrived|come|delivered|received
            85 not ~ what ~ agreed|ordered|discussed
            80 not|don't|dont ~ see why
            85 won't|wont|not|never ~ transfer|transferring|pay ~ anything|nothing
            80 hours|charges|items|prices ~ not ~ agreed|right|correct|ours
            95 not|never|n't|haven't|didn't|havent|didnt ~ \
                received|receive|ordered|order|got|delivered|arrived ~ \
                goods|order|delivery|service|products|items|parcel|this
            85 not|never|haven't|hasn't|havent ~ delivered|arrived
            90 never ~ ordered|order|agreed|asked
            95 not|don't|dont|cannot|can't ~ agree|accept|recognise|recognize|match|correspond
            90 refuse|refusing|refused|decline ~ pay|payment|invoice
            75 not|won't|wont|never ~ pay|paying
            90 defective|broken|damaged|faulty|incomplete|missing|unusable
            85 wrong|incorrect|mistaken|overcharged|inflated|mistake|error ~ \
                amount|price|quantity|invoice|vat|rate|total|charged?
            90 amount|price|quantity|invoice|vat|rate|total|sum|charge|hours ~ \
                wrong|incorrect|mistaken|too|higher|error|mistake
            85 mistake|error in|on ~ invoice
            80 we? agreed ~ #
            90 charged|billed|invoiced ~ twice|double|wrong|wrongly|incorrectly|more
            85 dispute|complain|complaint|contest|reject|object|claim
            80 expect|want|need|issue|send ~ credit note|correction
            90 invoice ~ not ~ ours|us
            80 not ~ your|a customer
            70 returned ~ goods|machine|items|on|it
            55 correct|amend ~ invoice|it|please?
            60 explain ~ what|why
            70 quality|poor ~ work|goods|poor|bad
        """,
        "promise": """
            85 release|releases|approve|approves ~ transfer|payment
            80 you ~ should|will|shall|can ~ have|get|see ~ it|money|payment|by
            75 will|we'll ~ take care|sort ~ it|this
            80 will|we'll|i'll|shall|going|gonna ~ pay|settle|transfer|wire|remit|clear
            85 will|we'll|i'll|you'll|shall ~ make|receive|get|have|send|do ~ payment|transfer|money|funds|amount
            60 will|we'll|i'll ~ do ~ so|it
            80 will be ~ paid|settled|transferred|wired
            75 payment|invoice ~ scheduled|planned|approved|due ~ payment|on|for
            75 payment run
            75 expect ~ money|payment|transfer
            70 to be paid
            65 promise
        """,
        "plan": """
            85 # ~ now ~ # ~ every|each|per|a
            85 # ~ every|each month
            75 pay ~ monthly|little|bit|weekly
            70 cannot|can't ~ whole|full|everything|all at? once
            95 instalment*|installment*|instalments
            95 payment plan
            90 pay ~ in parts|stages|portions
            90 split|spread ~ amount|payment|invoice|cost|it
            85 extension|deferral|postpone|defer
            85 pay ~ half|part ~ now|rest|first
            75 half now
            80 # ~ per|a|each month
            60 cash ~ tight|short
            70 more time
        """,
        "document": """
            85 invoice|it|document|pdf|file ~ once more
            80 deleted|lost|erased ~ mail|invoice|email|it
            70 link ~ nowhere|not|broken|expired|dead
            70 pdf ~ empty|broken|blank|damaged
            95 resend|re-send|re-sent
            90 send|forward|provide|email|mail ~ invoice|it|copy|me|us ~ again|copy|duplicate
            90 send|email ~ invoice|it|pdf ~ again|copy|pdf
            90 copy of ~ invoice|it|document
            85 invoice|it ~ again
            75 have|get|receive ~ it? again
            80 not|never|haven't|didn't|can't|cannot|dont|don't|havent ~ \
                received|receive|get|got|have|find|see ~ invoice|it|attachment
            75 not|can't|cannot|could|would ~ open
            70 attachment ~ missing|not|empty|corrupted
            55 send ~ copy
            60 lost|misplaced ~ invoice
        """,
        "address": """
            85 retired|resigned
            85 invoices|bills|mail ~ go|goes|handled|belong ~ to|by ~ now
            80 new ~ contact|colleague|accountant|responsible
            75 changed ~ name|address|email|company
            90 no longer|not ~ work|working|handle|employed|with|responsible
            90 wrong person|address|mailbox|department|email|company|recipient
            85 new ~ address|email|mailbox
            85 send|write|forward|address|email ~ to ~ instead|future|department
            85 left ~ company|in|the
            80 remove me|us
            90 mailbox|address|email ~ no longer|not ~ use|used|valid|monitored|active
            65 please ~ write|send|contact ~ accounts*|billing*|invoices*|invoice@*|finance*
            75 moved ~ month|office|address|to
            70 not ~ accounting|accounts department
            60 please? note ~ address
        """,
        "cancellation": """
            90 not ~ renew|extend|prolong|continue
            85 stop|end ~ the|our cooperation|subscription
            95 cancel*|terminate|terminating|termination
            85 end|stop|discontinue|withdraw ~ contract|subscription|agreement|service|order
            90 notice of
            60 no longer need|want
        """,
        "absence": """
            85 travelling|traveling
            85 read|see|answer|reply ~ mail|mails|email|emails|messages ~ after|from|again
            80 not ~ in ~ office
            80 currently ~ away|absent|travelling|unavailable
            95 out of ~ office
            95 automatic|auto reply|response|answer
            95 autoreply|auto-reply|autoresponse
            90 on ~ leave|holiday|vacation|sabbatical
            85 will|be|am ~ back|return|returning ~ on|in
            80 limited access ~ email|e-mail|mail|emails
            75 for|in urgent matters|cases
            70 away until|from
        """,
        "other": """
            70 thank|thanks
            70 received ~ your? invoice|it|message|mail|reminder
            75 check|forwarded|passed ~ it
            75 who|what|when|where|which|how|why
            75 happy|merry|congratulations
            70 order|purchase number
            65 question*
        """,
    },
    voids={
        "paid": "will|shall|should|to|can|could|be|must|would|if|when|unless|until|we'll|i'll|promise|asked",
        "promise": "if|unless|when|once|until|not|never / refuse",
        "other": "",
        "cancellation": "do not|don't|dont|not",
    }
    | {"other": "pay"},
    near={"today": 0, "tomorrow": 1, "tmrw": 1, "day after tomorrow": 2, "yesterday": -1, "this morning": 0},
    weekdays=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    months=(
        "january|jan",
        "february|feb",
        "march|mar",
        "april|apr",
        "may",
        "june|jun",
        "july|jul",
        "august|aug",
        "september|sept|sep",
        "october|oct",
        "november|nov",
        "december|dec",
    ),
    following="next|following",
    last="last|past|previous",
    week="week",
    month="month",
    days="day|days",
    within="in|within",
    ends="end",
    the="the|on the|by the",
    numbers={"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10},
)
