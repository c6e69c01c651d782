"""Feeds as they are found in the world: each has two entries, of which the first is about seals."""

RSS_090 = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
<channel><title>The Coast</title><link>https://coast.example/</link></channel>
<item><title>Seals are back</title><link>https://coast.example/seals</link></item>
<item><title>Tides explained</title><link>https://coast.example/tides</link></item></rdf:RDF>"""

RSS_091 = """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
 "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>The Coast</title><link>https://coast.example/</link>
<item><title>Seals are back</title><link>https://coast.example/seals</link><description>A colony.</description></item>
<item><title>Tides explained</title><link>https://coast.example/tides</link></item></channel></rss>"""

RSS_092 = RSS_091.replace("0.91", "0.92").partition('rss-0.92.dtd">')[2].lstrip()

RSS_10 = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://coast.example/"><title>The Coast</title><link>https://coast.example/</link></channel>
<item rdf:about="https://coast.example/seals"><title>Seals are back</title><link>https://coast.example/seals</link>
<description>A colony.</description><dc:date>2026-11-20T08:00:00Z</dc:date></item>
<item rdf:about="https://coast.example/tides"><title>Tides explained</title><link>https://coast.example/tides</link>
<dc:date>2026-11-19T08:00:00Z</dc:date></item></rdf:RDF>"""

RSS_20 = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Coast</title><link>https://coast.example/</link><description>All of it</description>
<item><title>Seals are back</title><link>https://coast.example/seals?utm_source=rss</link>
<guid isPermaLink="false">1</guid><pubDate>Fri, 20 Nov 2026 09:00:00 +0100</pubDate>
<description>&lt;p&gt;A colony.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description></item>
<item><title>Tides explained</title><guid>https://coast.example/tides</guid>
<pubDate>Thu, 19 Nov 2026 08:00:00 GMT</pubDate>
<content:encoded><![CDATA[<b>High</b> and low]]></content:encoded></item>
</channel></rss>"""

ATOM_03 = """<?xml version="1.0" encoding="utf-8"?>
<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>The Coast</title>
<link rel="alternate" type="text/html" href="https://coast.example/"/>
<entry><title>Seals are back</title><link rel="alternate" type="text/html" href="https://coast.example/seals"/>
<issued>2026-11-20T08:00:00Z</issued><summary>A colony.</summary></entry>
<entry><title>Tides explained</title><link rel="alternate" type="text/html" href="https://coast.example/tides"/>
<issued>2026-11-19T08:00:00Z</issued></entry></feed>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">The &lt;i&gt;Coast&lt;/i&gt;</title>
<link href="https://coast.example/"/><link rel="self" href="https://coast.example/atom.xml"/>
<entry><title type="text">Seals are back</title><id>tag:coast.example,2026:1</id>
<link rel="replies" href="https://coast.example/seals#comments"/><link href="https://coast.example/seals"/>
<published>2026-11-20T08:00:00Z</published><updated>2026-11-21T08:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A colony.</p></div></content></entry>
<entry><title>Tides explained</title><id>tag:coast.example,2026:2</id><link href="https://coast.example/tides"/>
<updated>2026-11-19T08:00:00Z</updated></entry></feed>"""

JSON_10 = """{"version": "https://jsonfeed.org/version/1", "title": "The Coast", "home_page_url": "https://coast.example/",
"items": [{"id": "1", "url": "https://coast.example/seals", "title": "Seals are back",
"content_html": "<p>A colony.</p>", "date_published": "2026-11-20T09:00:00+01:00"},
{"id": "https://coast.example/tides", "title": "Tides explained", "date_modified": "2026-11-19T08:00:00Z"}]}"""

JSON_11 = JSON_10.replace("version/1", "version/1.1").replace('"home_page_url"', '"language": "en", "home_page_url"')

SHAPES = {
    "RSS 0.90": RSS_090,
    "RSS 0.91": RSS_091,
    "RSS 0.92": RSS_092,
    "RSS 1.0": RSS_10,
    "RSS 2.0": RSS_20,
    "Atom 0.3": ATOM_03,
    "Atom 1.0": ATOM,
    "JSON Feed 1.0": JSON_10,
    "JSON Feed 1.1": JSON_11,
}


def rss(*items: str, title: str = "The Coast") -> str:
    return f"<rss version='2.0'><channel><title>{title}</title>{''.join(items)}</channel></rss>"


def item(number: int = 1, title: str = "Seals are back", extra: str = "") -> str:
    return f"<item><title>{title}</title><link>https://coast.example/{number}</link>{extra}</item>"


# Made to choke whoever reads them, each as large as is ever fetched.
SIZE = 2 * 1024 * 1024


def fill(unit: str, head: str = "<rss version='2.0'><channel><title>x</title>") -> bytes:
    return (head + unit * ((SIZE - len(head)) // len(unit))).encode()


BOMBS = {
    "billion laughs": (
        "<!DOCTYPE rss [<!ENTITY a0 'ha'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
        + "]><rss version='2.0'><channel><title>&a11;</title></channel></rss>"
    ).encode(),
    "quadratic entity": (
        f"<!DOCTYPE rss [<!ENTITY a '{'x' * 50_000}'>]>"
        f"<rss version='2.0'><channel><title>{'&a;' * 50_000}</title></channel></rss>"
    ).encode(),
    "a file of ours": (
        b"<!DOCTYPE rss [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
        b"<rss version='2.0'><channel><title>&a;</title><item><title>&a;</title><link>https://a.example/</link></item>"
        b"</channel></rss>"
    ),
    "nested": fill("<a>"),
    "nested HTML": fill(
        "&lt;div&gt;", "<rss version='2.0'><channel><item><link>https://a.example/</link><description>"
    ),
    "nested JSON": b'{"version": "https://jsonfeed.org/version/1", "items": [' + b"[" * 1_000_000,
    "unquoted": fill("<a b='"),
    "attributes": fill("a='1' ", "<rss><channel><item "),
    "categories": fill("<category>a</category>", "<rss version='2.0'><channel><item><title>x</title>"),
    "entries": fill("<item><title>a</title><link>https://a.example/</link></item>"),
}
