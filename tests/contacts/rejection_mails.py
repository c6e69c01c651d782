# ruff: noqa: E501 (mails have long lines)
"""Rejections as they arrive, with what a careful reader would note down. The reader's today is 20 November 2026."""

from datetime import date
from typing import NamedTuple


class Mail(NamedTuple):
    style: str
    text: str
    company: str | None = None
    role: str | None = None
    contact_name: str | None = None
    contact_email: str | None = None
    contact_title: str | None = None
    rejected_on: date | None = None


MAILS = [
    Mail(
        "a manager, with headers",
        """From: Dana Weiss <dana@zephyr.example>
To: Alex Moor <alex@moor.example>
Date: Tue, 8 Sep 2026 16:12:44 +0200
Subject: Data engineer at Zephyr Cold Chain

Hi Alex,

Thank you for the time and care you put into the case study. After a long discussion
we have decided to move forward with another candidate for the Data engineer role.
It was close, and I enjoyed our talk about sailing.

All the best,
Dana Weiss
Head of Data, Zephyr Cold Chain
+49 40 555 0199
""",
        company="Zephyr Cold Chain",
        role="Data engineer",
        contact_name="Dana Weiss",
        contact_email="dana@zephyr.example",
        contact_title="Head of Data",
        rejected_on=date(2026, 9, 8),
    ),
    Mail(
        "an applicant-tracking system, no-reply, a team's farewell",
        """From: Fernweh Maps <no-reply@us.greenhouse-mail.io>
Date: Mon, 2 Nov 2026 08:00:03 +0000
Subject: Your application to Fernweh Maps

Hi Alex,

Thank you for applying for the Product Designer position at Fernweh Maps. Unfortunately, we have
decided not to move forward with your application at this time.

We wish you all the best in your search.

Best regards,
The Fernweh Maps Team

** Please note: Do not reply to this email. This email is sent from an unattended mailbox.
""",
        company="Fernweh Maps",
        role="Product Designer",
        rejected_on=date(2026, 11, 2),
    ),
    Mail(
        "only the body, nobody named",
        """Dear candidate,

thank you for your interest in our company. We regret to inform you that we will not be able to offer you a position.
We will keep your details on file.

Kind regards
HR department
""",
    ),
    Mail(
        "only the body, company and role in one sentence",
        """Thank you for your interest in the Staff Accountant role with Halden Rail and for speaking with us.
While we were impressed by your background, we will not be proceeding at this time.
""",
        company="Halden Rail",
        role="Staff Accountant",
    ),
    Mail(
        "forwarded out of Gmail",
        """fyi, I got this yesterday :(

---------- Forwarded message ---------
From: Priya Raman <priya.raman@quillworks.example>
Date: Thu, 5 Nov 2026 at 10:11
Subject: Re: Technical Writer
To: <sam.reed@gmail.com>


Hi Sam,

I wanted to let you know personally that we've chosen someone whose experience is closer to what we
need for the Technical Writer opening. You wrote the best samples of all.

Warmly,
Priya

--
Priya Raman (she/her)
Documentation Lead | Quillworks
priya.raman@quillworks.example | +1 555 0100
""",
        company="Quillworks",
        role="Technical Writer",
        contact_name="Priya Raman",
        contact_email="priya.raman@quillworks.example",
        contact_title="Documentation Lead",
        rejected_on=date(2026, 11, 5),
    ),
    Mail(
        "forwarded out of Outlook",
        """
________________________________
From: Okafor, Chidi <c.okafor@tidewater.example>
Sent: Wednesday, October 14, 2026 5:32 PM
To: Lena Braun <lena.braun@outlook.com>
Cc: Recruiting <recruiting@tidewater.example>
Subject: RE: Interview follow-up

Dear Lena,

Thank you again for coming in. We have decided to offer the position of Marine Biologist to a candidate with
more field experience.

Sincerely,

Chidi Okafor
Director of Research
Tidewater Institute
""",
        company="Tidewater Institute",
        role="Marine Biologist",
        contact_name="Chidi Okafor",
        contact_email="c.okafor@tidewater.example",
        contact_title="Director of Research",
        rejected_on=date(2026, 10, 14),
    ),
    Mail(
        "a reply above the quoted application",
        """From: Marta Nowak <marta.nowak@alderfinch.example>
Date: 2026-10-01 09:15
Subject: Re: Application for Office Manager

Dear Jo,

many thanks for your application. Sadly the position has been filled in the meantime.

Best wishes
Marta Nowak
HR Generalist

On Mon, 28 Sep 2026 at 20:02, Jo Park <jo.park@gmail.com> wrote:
> Dear Sir or Madam,
>
> I am applying for the Office Manager position at Alder & Finch, which I saw on your site.
>
> Best regards,
> Jo Park
> Freelance Consultant, Parkworks
""",
        role="Office Manager",
        company="Alderfinch",
        contact_name="Marta Nowak",
        contact_email="marta.nowak@alderfinch.example",
        contact_title="HR Generalist",
        rejected_on=date(2026, 10, 1),
    ),
    Mail(
        "quoted whole below one's own words",
        """Look what they wrote!

On Fri, Nov 13, 2026 at 3:45 PM Ingrid Solberg <ingrid@northlight.example>
wrote:

> Hi Maya,
>
> Thanks so much for interviewing with Northlight. Unfortunately we won't be moving
> forward with you for the Lighting Technician role.
>
> Cheers,
> Ingrid
""",
        company="Northlight",
        role="Lighting Technician",
        contact_name="Ingrid Solberg",
        contact_email="ingrid@northlight.example",
        rejected_on=date(2026, 11, 13),
    ),
    Mail(
        "webmail, copied from the page",
        """Update on your Brightwater application
Inbox

Tom Hale <tom.hale@brightwater.example>
Tue, Nov 3, 10:11 AM (2 days ago)
to me

Hi Alex,

I'm sorry to say that we have gone with another applicant for the Junior Planner position.

Kind regards,
Tom Hale
Planning Manager
""",
        company="Brightwater",
        role="Junior Planner",
        contact_name="Tom Hale",
        contact_email="tom.hale@brightwater.example",
        contact_title="Planning Manager",
        rejected_on=date(2026, 11, 3),
    ),
    Mail(
        "a recruiter signs, the system sends",
        """From: "Elena Petrova (Lumen Labs)" <no-reply@hire.lever.co>
Subject: Your application for Senior Backend Engineer at Lumen Labs
Date: Fri, 30 Oct 2026 12:00:00 -0400

Hi Robin,

Thanks for taking the time to apply. We've decided to pursue other candidates whose experience more closely matches.

Best,
Elena Petrova
Senior Technical Recruiter
Lumen Labs
""",
        company="Lumen Labs",
        role="Senior Backend Engineer",
        contact_name="Elena Petrova",
        contact_title="Senior Technical Recruiter",
        rejected_on=date(2026, 10, 30),
    ),
    Mail(
        "German, by a person",
        """Von: Katrin Vogel <k.vogel@fernweh-karten.example>
Gesendet: Mittwoch, 4. November 2026 11:20
An: Jonas Lang
Betreff: Ihre Bewerbung als Datenanalyst (m/w/d)

Sehr geehrter Herr Lang,

vielen Dank für Ihre Bewerbung als Datenanalyst (m/w/d) bei der Fernweh Karten GmbH und das nette Gespräch.
Leider müssen wir Ihnen mitteilen, dass wir uns für einen anderen Bewerber entschieden haben.

Mit freundlichen Grüßen

i. A. Katrin Vogel
Personalreferentin

Fernweh Karten GmbH
Hafenstraße 12, 20457 Hamburg
""",
        company="Fernweh Karten GmbH",
        role="Datenanalyst",
        contact_name="Katrin Vogel",
        contact_email="k.vogel@fernweh-karten.example",
        contact_title="Personalreferentin",
        rejected_on=date(2026, 11, 4),
    ),
    Mail(
        "German, by a system",
        """Von: Quillwerk Karriere <noreply@softgarden.io>
Datum: 12.10.2026
Betreff: Ihre Bewerbung bei Quillwerk

Guten Tag,

vielen Dank für Ihr Interesse an der Stelle „Leitung Redaktion“ und an einer Mitarbeit bei Quillwerk.
Leider können wir Ihre Bewerbung nicht weiter berücksichtigen.

Für Ihre Zukunft alles Gute!

Ihr Quillwerk-Team
""",
        company="Quillwerk",
        role="Leitung Redaktion",
        rejected_on=date(2026, 10, 12),
    ),
    Mail(
        "an agency writes for a client it doesn't name",
        """From: Paul Stone <paul@stonerecruitment.example>
Date: Mon, 16 Nov 2026 09:00:00 +0000
Subject: Feedback

Hi Kim,

Our client has decided to go in a different direction for the Finance Director vacancy, I'm afraid.
Sorry that it wasn't better news.

Regards,
Paul Stone
Recruitment Consultant
""",
        role="Finance Director",
        contact_name="Paul Stone",
        contact_email="paul@stonerecruitment.example",
        contact_title="Recruitment Consultant",
        rejected_on=date(2026, 11, 16),
    ),
    Mail(
        "a small firm, from free mail",
        """From: Bea Lindt <bea.lindt@gmail.com>
Date: Sun, 15 Nov 2026 18:22:10 +0100
Subject: our bakery

Hey Chris,

thanks for coming by on Thursday! I've decided to hire someone who can start right away. Sorry!

Cheers
Bea
""",
        contact_name="Bea Lindt",
        contact_email="bea.lindt@gmail.com",
        rejected_on=date(2026, 11, 15),
    ),
    Mail(
        "a shared mailbox, signed by a person",
        """From: Careers <careers@northwind.example>
Date: Thu, 12 Nov 2026 14:00:00 +0000
Subject: Application Support Analyst - outcome

Dear Morgan,

Thank you for your application for the Support Analyst role. On this occasion you have not been successful.

Yours sincerely,
Helen Marsh
People Partner
Northwind Ltd
""",
        company="Northwind Ltd",
        role="Support Analyst",
        contact_name="Helen Marsh",
        contact_title="People Partner",
        rejected_on=date(2026, 11, 12),
    ),
    Mail(
        "LinkedIn",
        """From: LinkedIn <jobs-noreply@linkedin.com>
Date: Wed, 11 Nov 2026 07:01:00 +0000
Subject: Your application to Growth Marketer at Sunbird

Your update from Sunbird

Thank you for your interest in the Growth Marketer position at Sunbird in Leeds. Unfortunately, we will not be moving
forward with your application, but we appreciate your time and interest in Sunbird.

Regards,
Sunbird
""",
        company="Sunbird",
        role="Growth Marketer",
        rejected_on=date(2026, 11, 11),
    ),
    Mail(
        "Workday, with a requisition number",
        """From: Kestrel Aerospace <kestrel@myworkday.com>
Date: Tue, 10 Nov 2026 22:10:00 +0000
Subject: Thank you for applying to Kestrel Aerospace

Dear Alex Moor,

Thank you for your interest in Kestrel Aerospace and for applying for the position of Avionics Engineer II (R-0048213).
After careful review we have decided to pursue other applicants whose qualifications better meet our needs.

Sincerely,
Kestrel Aerospace Talent Acquisition
""",
        company="Kestrel Aerospace",
        role="Avionics Engineer II",
        rejected_on=date(2026, 11, 10),
    ),
    Mail(
        "a name in another script, and an emoji",
        """From: ליאת כהן <liat@marom.example>
Date: Mon, 9 Nov 2026 10:00:00 +0200
Subject: Re: UX Researcher

Hi Noa 🙂

Thank you for meeting the team. We've decided not to continue for the UX Researcher position at Marom.

Best,
ליאת כהן
""",
        company="Marom",
        role="UX Researcher",
        contact_name="ליאת כהן",
        contact_email="liat@marom.example",
        rejected_on=date(2026, 11, 9),
    ),
    Mail(
        "encoded headers, quoted-printable: an .eml",
        """Delivered-To: alex@moor.example
MIME-Version: 1.0
From: =?utf-8?Q?Zo=C3=AB_M=C3=BCller?= <zoe.mueller@bergbahn.example>
Date: Fri, 06 Nov 2026 09:30:00 +0100
Subject: =?utf-8?Q?Your_application_for_Operations_Manager_at_Bergbahn?=
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

Dear Alex,

we=E2=80=99re sorry: the panel chose another candidate.

Kind regards,
Zo=C3=AB M=C3=BCller
Chief Operating Officer
""",
        company="Bergbahn",
        role="Operations Manager",
        contact_name="Zoë Müller",
        contact_email="zoe.mueller@bergbahn.example",
        contact_title="Chief Operating Officer",
        rejected_on=date(2026, 11, 6),
    ),
    Mail(
        "an HTML-only .eml",
        """From: Aoife Byrne <aoife@harpstring.example>
Date: Thu, 29 Oct 2026 17:00:00 +0000
Subject: Harpstring
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html><body><p>Hi Dee,</p><p>Thank you for applying for the <b>Sound Engineer</b> role at Harpstring.
Unfortunately we chose someone else.</p><p>All the best,<br>Aoife Byrne<br>Studio Manager</p></body></html>
""",
        company="Harpstring",
        role="Sound Engineer",
        contact_name="Aoife Byrne",
        contact_email="aoife@harpstring.example",
        contact_title="Studio Manager",
        rejected_on=date(2026, 10, 29),
    ),
    Mail(
        "a day that could be two days",
        """From: Rui Costa <rui.costa@azulejo.example>
Date: 03/05/2026
Subject: Ceramics Restorer

Dear Ana,

I am sorry to tell you that the committee preferred another applicant.

Regards,
Rui Costa
""",
        company="Azulejo",
        role="Ceramics Restorer",
        contact_name="Rui Costa",
        contact_email="rui.costa@azulejo.example",
    ),
    Mail(
        "no name but in the address",
        """From: nadia.haddad@cedarpost.example
Date: Sat, 7 Nov 2026 08:45:00 +0000
Subject: Your interview with Cedar Post

Hello,

we enjoyed meeting you, but will not be taking your application for the role of Courier Dispatcher any further.

Thank you
""",
        company="Cedar Post",
        role="Courier Dispatcher",
        contact_name="Nadia Haddad",
        contact_email="nadia.haddad@cedarpost.example",
        rejected_on=date(2026, 11, 7),
    ),
    Mail(
        "two roles are spoken of, one was applied for",
        """From: Leo Grant <leo@pinegate.example>
Date: Wed, 18 Nov 2026 13:00:00 +0000
Subject: Your application for QA Engineer

Hi Pat,

Thanks for applying for the QA Engineer role at Pinegate. We've filled it internally. We also have a Release Manager
opening that may come up in spring.

Best regards,
Leo Grant
VP, Engineering
Pinegate
""",
        company="Pinegate",
        role="QA Engineer",
        contact_name="Leo Grant",
        contact_email="leo@pinegate.example",
        contact_title="VP, Engineering",
        rejected_on=date(2026, 11, 18),
    ),
    Mail(
        "a scanned letter's text",
        """Halden College
Human Resources

Halden, 14 October 2026

Dear Dr Moor,

Thank you for attending the interview for the post of Lecturer in Modern History at Halden College. I regret to inform
you that the panel has appointed another candidate.

Yours sincerely,

Professor Agnes Holm
Head of Department
""",
        company="Halden College",
        role="Lecturer in Modern History",
        contact_name="Agnes Holm",
        contact_title="Head of Department",
        rejected_on=date(2026, 10, 14),
    ),
    Mail(
        "silence about everything but the no",
        """Hi,

we went with someone else, sorry. Good luck!

Sent from my iPhone
""",
    ),
    Mail(
        "one-line farewell",
        """From: Yusuf <yusuf@gridline.example>
Date: Tue, 17 Nov 2026 10:00:00 +0000
Subject: Grid Analyst

Hey Alex, sorry, we're not moving forward for the Grid Analyst role. Loved the chat about wind farms though.

Best, Yusuf Demir
""",
        company="Gridline",
        role="Grid Analyst",
        contact_name="Yusuf Demir",
        contact_email="yusuf@gridline.example",
        rejected_on=date(2026, 11, 17),
    ),
    Mail(
        "not a rejection at all",
        "Buy milk. Call the landlord about the window. Best before 2 May.",
    ),
    Mail(
        "an in-house recruiter writes for the panel",
        """From: Sarah Lin <sarah.lin@stripehill.example>
Date: Fri, 13 Nov 2026 17:30:00 -0800
Subject: Stripehill Update

Hi Jordan,

I hope you're having a great week. Thank you so much for taking the time to speak with Marcus and Yuki on our Payments team.
While the team enjoyed the conversations, we've decided to move forward with candidates whose experience aligns more closely with the Senior Software Engineer, Payments position.
Feedback is a gift, so let me know how we did.

Warm regards,

Sarah

Sarah Lin | Technical Recruiter | Stripehill
San Francisco, CA
""",
        company="Stripehill",
        role="Senior Software Engineer, Payments",
        contact_name="Sarah Lin",
        contact_email="sarah.lin@stripehill.example",
        contact_title="Technical Recruiter",
        rejected_on=date(2026, 11, 13),
    ),
    Mail(
        "a subject and a body, a recruiting team signs",
        """Subject: Your Application at Orbit Foods: Supply Chain Analyst

Dear Alex,

Thank you for applying to the Supply Chain Analyst position at Orbit Foods. We received a large number of applications, and after carefully reviewing yours, unfortunately, we have to inform you that this time we won't be able to invite you to the next round of our hiring process.

Though your qualifications are impressive, the selection process was highly competitive.

Thank you,
Orbit Foods Recruiting Team
""",
        company="Orbit Foods",
        role="Supply Chain Analyst",
    ),
    Mail(
        "the system's own name as the sender",
        """From: Workable <noreply@candidates.workablemail.com>
Subject: Thank you for your interest in Halcyon Health

Hello Alex Moor,

We appreciate your interest in Halcyon Health and the time you've invested in applying for the Clinical Data Manager opening.

We ended up moving forward with another candidate, but we'd like to thank you for talking to our team and giving us the opportunity to learn about your skills and accomplishments.

We will be advertising more positions in the coming months. We hope you'll keep us in mind and we encourage you to apply again.

We wish you good luck with your job search and professional future endeavors.

Best,
Halcyon Health
""",
        company="Halcyon Health",
        role="Clinical Data Manager",
    ),
    Mail(
        "a person to reply to behind a no-reply",
        """From: no-reply@ashbyhq.com
Reply-To: Tomas Berg <tomas.berg@linden.example>
Date: Wed, 4 Nov 2026 12:00:00 +0000
Subject: Update on your Linden application

Hey Alex,

Tomas here from Linden. Thanks for chatting with me last week about the Founding Designer role! I've got disappointing news: we're going to hold off for now.

Tomas
Linden
""",
        company="Linden",
        role="Founding Designer",
        contact_name="Tomas Berg",
        contact_email="tomas.berg@linden.example",
        rejected_on=date(2026, 11, 4),
    ),
    Mail(
        "a university, with a division in the signature",
        """From: Dr. Maria Lopez-García <mlopez@univ-costa.example>
Sent: 2 November 2026 14:20
Subject: RE: Postdoc position 2026-114

Dear Ms Chen,

The committee has now concluded its deliberations and I regret to say that you were not selected for the postdoc position.

With best wishes,
María López-García
Associate Professor of Marine Ecology
Department of Biology
University of Costa
""",
        company="University of Costa",
        role="Postdoc",
        contact_name="María López-García",
        contact_email="mlopez@univ-costa.example",
        contact_title="Associate Professor of Marine Ecology",
        rejected_on=date(2026, 11, 2),
    ),
    Mail(
        "an address in the signature alone",
        """Hi Alex,

Thanks again for your interest in working with us at GreenLeaf Energy. After careful consideration we've decided to go with another candidate for the Project Manager role.

Please don't hesitate to connect with me on LinkedIn.

Cheers,

Nick Brown
Talent Acquisition Partner @ GreenLeaf Energy
nick.brown@greenleaf.example
""",
        company="GreenLeaf Energy",
        role="Project Manager",
        contact_name="Nick Brown",
        contact_email="nick.brown@greenleaf.example",
        contact_title="Talent Acquisition Partner",
    ),
    Mail(
        "job numbers everywhere",
        """From: "Amazon.jobs" <noreply@mail.amazon.jobs>
Subject: Status of your Amazon Application - (ID: 2745123) Software Development Engineer

Dear Alex,

Thank you for your interest in Amazon. You applied for the Software Development Engineer (ID: 2745123) position in London, UK. Unfortunately, we have decided not to proceed.

Best regards,
Amazon Recruiting
""",
        company="Amazon",
        role="Software Development Engineer",
    ),
    Mail(
        "German, employer first in the signature",
        """Guten Tag Frau Schmidt,

wir bedanken uns für Ihre Bewerbung um die Stelle als Projektmanagerin Digitalisierung (m/w/d) und Ihr Interesse an unserem Unternehmen.

Nach sorgfältiger Prüfung müssen wir Ihnen leider mitteilen, dass wir Sie nicht in die engere Auswahl nehmen konnten.

Freundliche Grüße
Stadtwerke Nordheim GmbH
Personalabteilung

Sabine Krause
""",
        company="Stadtwerke Nordheim GmbH",
        role="Projektmanagerin Digitalisierung",
        contact_name="Sabine Krause",
    ),
    Mail(
        "a phone's signature above the quote",
        """From: Jess Park <jess@moonshot.example>
To: me
Subject: Re: thanks!
Date: Tue, 17 Nov 2026 10:00:00 +0000

Hi! Really sorry but we're not going ahead. You were great. Keep in touch!
Jess

Sent from my iPhone

> On 16 Nov 2026, at 09:00, Alex Moor <alex@moor.example> wrote:
>
> Hi Jess, thanks for the interview for the Barista Trainer role at Moonshot Coffee.
> Best, Alex
""",
        company="Moonshot",
        contact_name="Jess Park",
        contact_email="jess@moonshot.example",
        rejected_on=date(2026, 11, 17),
    ),
    Mail(
        "a comma in the role and in the title",
        """From: Kim Tran <ktran@bigbank.example>
Subject: Decision regarding Vice President, Risk Analytics
Date: Nov 12, 2026

Dear Alex,
I wanted to follow up regarding your candidacy for Vice President, Risk Analytics. While your background is impressive, we have selected an internal candidate.
I would welcome staying in touch.
Regards,
Kim Tran
Managing Director, Global Risk
Big Bank N.A.
""",
        company="Big Bank N.A.",
        role="Vice President, Risk Analytics",
        contact_name="Kim Tran",
        contact_email="ktran@bigbank.example",
        contact_title="Managing Director, Global Risk",
        rejected_on=date(2026, 11, 12),
    ),
    Mail(
        "a city",
        """We would like to thank you for the interest you have shown in employment with the City of Halden. We regret that you were not selected for the position of Park Ranger.

City of Halden Human Resources
""",
        company="City of Halden",
        role="Park Ranger",
    ),
    Mail(
        "a name told twice in the signature",
        """From: Hannah Okoye <hannah.okoye@meridianfoods.example>
To: Victor Ruiz <vruiz@gmail.com>
Subject: Follow up - Regional Sales Manager
Date: Wed, 28 Oct 2026 11:02:00 +0100

Dear Victor,

I hope you are well. Further to your final interview last week with Mark and me, I wanted to get back to you regarding the Regional Sales Manager position.

It was a tough decision but on this occasion we have offered the role to someone with direct grocery experience.

I would be happy to give you feedback by phone.

Kind regards,
Hannah

Hannah Okoye | Talent Acquisition Manager
Meridian Foods plc
T: +44 20 7946 0000
""",
        company="Meridian Foods plc",
        role="Regional Sales Manager",
        contact_name="Hannah Okoye",
        contact_email="hannah.okoye@meridianfoods.example",
        contact_title="Talent Acquisition Manager",
        rejected_on=date(2026, 10, 28),
    ),
    Mail(
        "a team at a company sends and signs",
        """From: Talent @ Parcelwise <talent@parcelwise.example>
Date: Fri, 23 Oct 2026 07:00:00 -0700
Subject: Parcelwise | Frontend Engineer

Hey Jamie!

Thanks for giving us the chance to consider you for our Frontend Engineer opening. We had a ton of great applicants and unfortunately we won't be moving you on to the next round.

Keep an eye on parcelwise.example/careers!

The Parcelwise People Team
""",
        company="Parcelwise",
        role="Frontend Engineer",
        rejected_on=date(2026, 10, 23),
    ),
    Mail(
        "a letter with a reference number",
        """Dear Ms. Ito,

Re: Application for the post of Assistant Curator (Ref. AC/2026/14)

Thank you for your interest in the above post. I am sorry to inform you that you have not been shortlisted for interview.

Yours sincerely,
Eleanor Whitby
Director of Collections
The Harrow Museum
""",
        company="The Harrow Museum",
        role="Assistant Curator",
        contact_name="Eleanor Whitby",
        contact_title="Director of Collections",
    ),
    Mail(
        "a first name is all",
        """Hi Daniel

Quick note to say we've decided to go with an internal candidate for the Scrum Master role. Really sorry as I know you'd have been great.

Let's keep in touch.

Cheers
Steve
""",
        role="Scrum Master",
        contact_name="Steve",
    ),
    Mail(
        "German and informal, by a system",
        """From: Personio <no-reply@personio.de>
Subject: Deine Bewerbung bei Lichtblick Studios
Date: Thu, 15 Oct 2026 16:00:00 +0200

Hallo Mia,

vielen Dank für deine Bewerbung für die Position Junior Motion Designer (all genders) bei Lichtblick Studios und die Zeit, die du dir genommen hast.

Leider haben wir uns für andere Kandidat:innen entschieden.

Alles Gute für dich
Jana aus dem Lichtblick-Team
""",
        company="Lichtblick Studios",
        role="Junior Motion Designer",
        rejected_on=date(2026, 10, 15),
    ),
    Mail(
        "above an original message",
        """From: Oleg Marchenko <oleg@steppe.example>
Date: Tue, 13 Oct 2026 19:40:11 +0300
Subject: Re: Re: Machine Learning Engineer - final steps

Hello Ines,

We talked it over today. The team liked you, but we will not make an offer.

Regards,
Oleg Marchenko
CTO | Steppe Analytics

-----Original Message-----
From: Ines Prado <ines.prado@proton.me>
Sent: Monday, October 12, 2026 9:00 AM
To: Oleg Marchenko
Subject: Re: Machine Learning Engineer - final steps

Hi Oleg, thanks, I enjoyed interviewing for the Machine Learning Engineer role at Steppe Analytics.
Ines
""",
        role="Machine Learning Engineer",
        company="Steppe Analytics",
        contact_name="Oleg Marchenko",
        contact_email="oleg@steppe.example",
        contact_title="CTO",
        rejected_on=date(2026, 10, 13),
    ),
    Mail(
        "a council with a reference in the subject",
        """From: Recruitment Team <recruitment@northshire.gov.example>
Subject: Outcome of your application - Environmental Health Officer - 2311-B
Date: 9 Nov 2026

Dear Applicant

Environmental Health Officer

Thank you for applying for the above vacancy with Northshire Council. Unfortunately your application has not been successful on this occasion.

Recruitment Team
Northshire Council
""",
        company="Northshire Council",
        role="Environmental Health Officer",
        rejected_on=date(2026, 11, 9),
    ),
    Mail(
        "a person by way of a system",
        """From: Ana Sousa via Teamtailor <ana.sousa@mail.teamtailor-mail.com>
Reply-To: ana.sousa@brisa.example
Subject: About your application to Brisa
Date: Mon, 19 Oct 2026 10:00:00 +0000

Hi Leo,

Thank you for your application to the Service Designer position at Brisa. We have now gone through all applications and will not proceed with yours.

Ana Sousa
Head of People
""",
        company="Brisa",
        role="Service Designer",
        contact_name="Ana Sousa",
        contact_email="ana.sousa@brisa.example",
        contact_title="Head of People",
        rejected_on=date(2026, 10, 19),
    ),
    Mail(
        "a talent team's greeting",
        """Greetings from Kumo Robotics!

We truly appreciate your interest in our Robotics Technician position and the opportunity to learn about you. At this time, we have chosen to move forward with other candidates.

Warm Regards,
Kumo Robotics Talent Team
""",
        company="Kumo Robotics",
        role="Robotics Technician",
    ),
]
