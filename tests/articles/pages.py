"""Pages with the mess of real scrapes, written for the tests: the parts that cleaning must tell apart."""

from __future__ import annotations

_PARAGRAPHS = """\
The harbour of Port Averill will close its northern pier in April, the harbour master said on Monday,
because two of the pier's legs were broken by the storm of last November and the repairs cannot be done
while ferries call.

Ferries will leave from the old fish quay until then, which has room for one ship at a time, so that the
timetable will shrink from nine crossings a day to five, and the last boat will sail at seven in the
evening.

“We have asked for this money for eleven years,” said Ilse Brandt, who runs the ferry company. “It took a
storm to get it, and now it takes a summer to spend it.” She expects to lose a third of her passengers by
August.

The town council voted by six to three to lend the company 400,000 crowns, to be paid back over five years
without interest, and to let the fish sellers use the car park behind the customs house for as long as the
works last.

Not everybody is content. The sellers say that nobody will walk so far for a herring, and the three
councillors who voted against the loan say that the company could have repaired the pier out of its own
profits long ago.
"""
PARAGRAPHS = tuple(" ".join(paragraph.split()) for paragraph in _PARAGRAPHS.split("\n\n"))

OPINION_PAGE = "\n".join([
    "Harbour Gazette", "Global EditionENGLISH Dansk", "    Opinion", "    Home / Opinion / Columnists", "",
    "A pier too far", "", "Port Averill pays for what its ferry company should have mended", "",
    "By ANN LEE and BO CHEN | Harbour Gazette | Updated: 2024-03-05 08:12", "Share", "Share - WeChat",
    "PIM BRANDT/HARBOUR GAZETTE", "", *(p + "\n" for p in PARAGRAPHS[:3]),
    "> It took a storm to get the money.", "", *(p + "\n" for p in PARAGRAPHS[3:]),
    "Ann Lee is a columnist of the Harbour Gazette. Bo Chen lectures on ports at the College of Averill.", "",
    "\u00a0", "", "Most Viewed in 24 Hours", "Top", "BACK TO THE TOP", "English",
    "Copyright 1995 - . All rights reserved. The content published in this site belongs to Harbour Gazette Co.",
    "Registration Number: 771204", "FOLLOW US",
    "无码高清| 中文字幕精品| 日韩欧美一区二区| 人妻少妇| 精品视频在线| 亚洲av天堂| 国产精品| 久久久久",
])  # fmt: skip

POST = (
    "Piers do not break in one storm, they break in eleven budgets, and every harbour on this coast has one like it "
    "that nobody will look at until its legs are in the water."
)

FORUM_PAGE = "\n".join([
    "Averill is told to mend its pier", "", "gull_watcher", "", "Verified User",
    "They let it rot for years and now we pay for it, you could not make it up!!", "", "AFP —",
    *(p + "\n" for p in PARAGRAPHS), "https://www.example.org/2024/03/05/world/averill-pier.html", "",
    "SO WHO OWNS THE SEA THEN", "", "1709630000.png", "\u00a0", "Marisol Quent", "", "@mquent_ports", "Subscribe", "",
    POST, "\u00a0", "Back", "Top",
])  # fmt: skip

TICKER_PAGE = "\n".join([
    "Averill English", "", "  • Ar", "  • x", "Averill English", "", "Slogan", "", "  • News", "    • Politics",
    "    • Sports", "  • Articles", "    • Opinion", "  • • LIVE", "BREAKING",
    "Ministry: Wheat purchases will begin on Monday at all silos of the eastern districts",
    "Our correspondent: Electricity was restored to the northern suburbs after a night of repairs",
    "Coach: We have not lost this league yet, and those who say so have lost their nerve", "",
    "What a pier is for", "", "  • Ann Lee Ann Lee", "  • Source: Averill English", "  • 25 Jun 2023 23:29",
    "  • 1 Shares",
    "5 Min Read", "", "A town that cannot mend a pier has forgotten what the sea gave it.", "", "  • x",
    "  • " + PARAGRAPHS[1].split(", which")[0] + ".", "    " + PARAGRAPHS[1].split(", which")[0] + ".", "",
    *(p + "\n" for p in PARAGRAPHS[:3]), "Related News", "", "Three reasons why the olive price will not fall", "",
    "The port that forgot its own birthday", "", *(p + "\n" for p in PARAGRAPHS[3:]),
    "The views expressed here are solely those of the author and do not necessarily reflect Averill’s stance.",
    "  • Ports", "  • Ferries", "  • Storms", "Ann Lee", "", "Ann Lee", "", "Writer and author.", "",
    "Most Read", "", "All",
    "How a village saved its last cinema when nobody would come to see its owner's films (Averill English)", "",
    "A cinema for nobody", "", "  • Opinion", "  • 24 Oct 2023", "Averill English", "", "All Rights Reserved", "",
    "  • Privacy Policy", "  • About Us", "Android", "iOS",
])  # fmt: skip
