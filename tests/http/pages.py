"""News pages written for the tests, in the manner of real sites, with traps; and the server that serves them."""
import gzip
import http.server
import json
import threading

ARABIC = ["وصل وزير الخارجية الأمريكي أنتوني بلينكن إلى القاهرة صباح السبت للقاء مسؤولين مصريين وبحث وقف إطلاق النار في غزة.",
          "وقال بلينكن في مؤتمر صحفي إن المحادثات مع الجانب المصري كانت مثمرة، وإنه سيتوجه بعدها إلى عمان ثم الدوحة.",
          "وأكدت الأمم المتحدة أن المساعدات الإنسانية ستدخل عبر معبر رفح خلال الساعات المقبلة، وفق ما نقلته وكالة رويترز."]
ENGLISH = ["President Donald Trump met Prime Minister Benjamin Netanyahu in Washington on Saturday to talk about a truce in Gaza.",
           "The two leaders said that the talks had gone well, and that officials from Cairo and Doha would join them next week.",
           "The United Nations welcomed the meeting and asked both sides to let aid convoys pass through the Rafah crossing."]
CAPTION = "صورة أرشيفية لمحمد صلاح من ملعب ليفربول في الموسم الماضي"
MENU = "<nav><ul>" + "".join(f'<li><a href="/{i}">قسم {i} من الموقع لأخبار محمد صلاح</a></li>' for i in range(20)) + "</ul></nav>"


def paragraphs(texts):
    return "".join(f"<p>{text}</p>" for text in texts)


LD = {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"}, {
    "@type": "NewsArticle", "headline": "بلينكن يصل إلى القاهرة", "datePublished": "2026-01-31T09:30:00+02:00",
    "author": [{"@type": "Person", "name": "سارة أحمد"}], "publisher": {"@type": "Organization", "name": "صحيفة المثال"}}]}

PAGES = {}
PAGES["/arabic"] = f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
<title>بلينكن يصل إلى القاهرة | صحيفة المثال</title><script type="application/ld+json">{json.dumps(LD, ensure_ascii=False)}</script>
<style>p {{ color: red }}</style></head><body>{MENU}
<main><article><h1>بلينكن يصل إلى القاهرة</h1><div class="share-buttons">شارك على فيسبوك وتويتر مع أصدقائك في كل مكان الآن</div>
<figure><img src="x.jpg"><figcaption>{CAPTION}</figcaption></figure>
{paragraphs(ARABIC[:2])}<aside class="related"><h3>اقرأ أيضا</h3><p>{"ليونيل ميسي يعلن اعتزاله كرة القدم بعد مسيرة طويلة مع برشلونة " * 3}</p></aside>
<p>{ARABIC[2]}</p><p><a href="/x">تابعوا آخر الأخبار عن كريستيانو رونالدو عبر تطبيقنا على الهاتف</a></p></article>
<section id="comments"><p>{"تعليق طويل جدا من قارئ عن فلاديمير بوتين لا علاقة له بالخبر إطلاقا " * 20}</p></section></main>
<footer><p>جميع الحقوق محفوظة لصحيفة المثال، يمنع النسخ دون إذن مكتوب من الإدارة العامة في باريس</p></footer></body></html>"""
PAGES["/english"] = f"""<html><head><title>Trump and Netanyahu meet - Example News</title><meta property="og:title" content="Trump and Netanyahu meet">
<meta property="og:site_name" content="Example News"><meta property="og:locale" content="en_GB">
<meta property="article:published_time" content="2026-02-01T18:05:00Z"><meta name="author" content="John Writer">
<link rel="canonical" href="{{base}}/english?canonical=1"></head><body><div id="cookie-consent">We use cookies, say {"Elon Musk and " * 40} others.</div>
<div class="header-menu"><a href="/">Home</a></div><div class="story-body"><h1>Trump and Netanyahu meet</h1><div class="byline">By John Writer</div>
{paragraphs(ENGLISH)}<div style="display:none"><p>{"Hidden text about Angela Merkel that nobody sees. " * 10}</p></div>
<div class="ad"><p>{"Buy now from Jeff Bezos, only today, while stocks last. " * 5}</p></div></div>
<div class="most-read"><ol><li><a href="1">Vladimir Putin visits Beijing</a></li><li><a href="2">Xi Jinping speaks</a></li></ol></div></body></html>"""
PAGES["/breaks"] = f"""<html lang=en><body><div class=content>{"<br><br>".join(ENGLISH)}</div></body></html>"""
PAGES["/unclosed"] = f"""<html lang=en><body><article><h1>Unclosed</h1><p>{"<p>".join(ENGLISH)}<div><b>bold"""
PAGES["/written-date"] = f"""<html><body><article><h1>خبر</h1><span class="publish-date">نُشر في ٣١ يناير ٢٠٢٦ الساعة ٠٩:٣٠ م</span>{paragraphs(ARABIC)}</article></body></html>"""
PAGES["/levant-date"] = f"""<html><body><article><h1>خبر</h1><div class="date">31 كانون الثاني 2026</div>{paragraphs(ARABIC)}</article></body></html>"""
PAGES["/spoof"] = f"""<html lang=en><head><link rel=canonical href="https://other.example/stolen"></head><body><article>{paragraphs(ENGLISH)}</article></body></html>"""
PAGES["/empty"] = "<html><head><title>Nothing</title></head><body><nav><a href=/>Home</a></nav></body></html>"
PAGES["/script-bomb"] = "<html><body>" + "<div>" * 5000 + "<p>" + ENGLISH[0] + "</p></body></html>"
BARE = f"<html><head>%s</head><body><article>{paragraphs(ARABIC)}</article></body></html>"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen = []
    slow_ends = threading.Event()  # until then the slow page is not sent

    def log_message(self, *_):
        pass

    def reply(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path = self.path.partition("?")[0]
        base = f"http://127.0.0.1:{self.server.server_port}"
        Handler.seen.append((self.path, dict(self.headers)))
        if path in PAGES:
            body = PAGES[path].replace("{base}", base).encode()
            if "gzip" in self.headers.get("Accept-Encoding", "") and "gzip" in self.path:
                return self.reply(200, gzip.compress(body), Content_Type="text/html; charset=utf-8", Content_Encoding="gzip")
            return self.reply(200, body, Content_Type="text/html")
        if path.startswith("/redirect/"):
            left = int(path.split("/")[2])
            return self.reply(302, Location=f"/redirect/{left - 1}" if left > 1 else "/english")
        if path == "/redirect-to":
            return self.reply(302, Location=self.path.partition("?")[2])
        if path == "/consent":  # as sites do that first set a cookie and then ask for it
            return self.reply(302, Set_Cookie="consent=yes; Path=/", Location="/consented")
        if path == "/consented" and "consent=yes" in self.headers.get("Cookie", ""):
            return self.reply(200, PAGES["/english"].encode(), Content_Type="text/html")
        if path.startswith("/charset/"):
            return self.charset(*path.split("/")[2:])
        if path == "/slow":
            Handler.slow_ends.wait()
            return self.reply(200, PAGES["/english"].encode(), Content_Type="text/html")
        if path == "/huge":
            return self.reply(200, b"<p>" + b"x" * 3_000_000, Content_Type="text/html")
        if path == "/bomb":
            return self.reply(200, gzip.compress(b" " * 50_000_000), Content_Type="text/html", Content_Encoding="gzip")
        if path == "/pdf":
            return self.reply(200, b"%PDF", Content_Type="application/pdf")
        return self.reply(404, b"no", Content_Type="text/html")

    def charset(self, where, name):
        head = f'<meta http-equiv="Content-Type" content="text/html; charset={name}">' if where == "meta" else ""
        body = (BARE % head).encode({"utf-16": "utf-16-le"}.get(name, name))
        if where == "bom":
            body = {"utf-16": b"\xff\xfe", "utf-8": b"\xef\xbb\xbf", "utf-16-be": b"\xfe\xff"}[name] + body
        self.reply(200, body, Content_Type="text/html" + (f"; charset={name}" if where == "header" else ""))


class Site:
    def __init__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
