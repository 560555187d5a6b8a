"""What makes a reader stumble: figures, dates, letters, blanks, markup."""

CHARACTERS = (
    "\0", "\x0b", "\x0c", "\x1b", "\x1c", "\x85", "\xa0", "\xad", "\t", "\r", "\n", " ", "\u0301",
    "\u0345", "\u0661", "\u0bf0", "\u1e9e", "\u200b", "\u200d", "\u2028", "\u2029", "\u202e",
    "\u2126", "\u2212", "\u3000", "\ufb01", "\ufeff", "\ufffd", "\uffff", "\U0001f9d1",
    "\U000e0041", "\U0010ffff", "²", "½", "Ⅷ", "İ", "ß", "ſ", "ǰ", "K", ":", ";", ",", "|", '"',
    "'", "=", "+", "-", "@", "<", ">", "&", "/", "\\", "%", "{", "[", "]", "}", "#", "$",
)  # fmt: skip
TOKENS = (
    "-2147483648", "2147483648", "9" * 25, "9" * 5000, "1e309", "1e-400", "-0", "0x10", "1_000",
    "1,2,3.4", "1.234.567,89", "1 000 000,5", "0,333", "-1 000", "+5", "١٢٣", "½", "1²", "NaN",
    "Infinity", "-inf", "1 000 kr kr", "SEK", "50 %", "101%", "-5%", "0.5", "1.0000001",
    "2021-02-30", "0000-00-00", "9999-12-31", "0001-01-01", "10000-01-01", "2021-1-1", "31/12/2021",
    "2021-02-01 - ", " - 2021-02-01", "2021-02-01-2021-01-01", "2021-02-01 till", "20210201",
    "44197", "1900-02-29", "2024-04-01 00:00:00", "2024-04-01T25:00", "2020/00713", "2020/0071",
    "23-032-S01", "23-032-S1", "20-1", "2120003005", "SE212000300501", "8001011234", "0000000000",
    "SE12", "SE0", "SE999", "A1A", "2.1", "9.9", "Ja", "Nej", "ja!", "N.a.", "None", "NULL",
    "Okänt", "UPPGIFT SAKNAS", "null", "true", "", " ", "\u200b", "a" + "\u0301" * 3000,
    "\u0600" * 400, "x" * 70_000, "ﷺ" * 300, "İ" * 200, "=cmd|' /C calc'!A0", "'=1", '="2.1"',
    '=""', '="', "'", '""', "%s%n", "{0}", "../../etc/passwd", "Sammanfattning", "In English",
    "Projektägare", "Projektägare:", "Region:", "Namn", "Diarienummer:", "Ansök senast:",
    "Utlysning:", "Cookies", "Stäng", "Label:", "::::", ":", "a:", "&#0;", "&#xD800;", "&#1114112;",
    "&#99999999999;", "&nbsp;", "&notanentity;", "&amp;amp;", "<!--", "-->", "<![CDATA[", "]]>",
    "</main>", "<script>", "</script>", "<br>", "<dl><dt>", "<table><tr><td>", "<template>",
    "<plaintext>", "<textarea>", "<title>", "<svg>", "<p", "<", "</", "<!DOCTYPE", "<?xml",
    "<meta charset=utf-7>",
)  # fmt: skip
TAGS = (
    "a", "article", "b", "body", "br", "button", "caption", "dd", "details", "div", "dl", "dt",
    "footer", "form", "h1", "h2", "head", "header", "hr", "html", "iframe", "img", "label", "li",
    "main", "meta", "nav", "noscript", "ol", "option", "p", "plaintext", "pre", "script", "section",
    "select", "span", "strong", "style", "svg", "table", "tbody", "td", "template", "textarea",
    "th", "title", "tr", "ul",
)  # fmt: skip
BYTES = (
    b"\0", b"\xff", b"\xfe", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x80", b"\x81",
    b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"PK\x03\x04", b"PK\x05\x06", b"%PDF-",
    b"\x1f\x8b", b"\r", b"\x1a",
)  # fmt: skip
MEMBERS = (
    "sida.txt", "mapp/sida.html", "../ut.txt", "/rot.txt", "C:\\x.txt", "a\\..\\b.txt", "", ".",
    "..", ".dold", "__MACOSX/x", "con", "x" * 3000, "å\u0308ä.txt", "\u202etxt.exe", "a\0b.txt",
    "[Content_Types].xml", "xl/workbook.xml", "a/" * 300 + "b", "lista.csv", "mapp/",
)  # fmt: skip
VALUES: tuple[object, ...] = (
    None, True, False, 0, -1, 1.5, 10**30, 1e300, "", [], {}, ["a"], [1], {"a": 1}, [[]], "ja",
    "\0", "\ud800", ["unknown-label"], ["x"] * 50,
)  # fmt: skip
BLANKS = "\u00a0\u2007\u2009\u202f\u3000\t"
