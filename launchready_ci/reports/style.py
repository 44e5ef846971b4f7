"""How does the page look? In light and dark, on paper, and on a phone."""

LIGHT = """\
--ground: #ffffff; --card: #f5f6f8; --ink: #1b1f24; --quiet: #555d66; --line: #d5d9de;
--red: #b3201a; --amber: #805300; --green: #14692c; --blue: #0a58b5;"""
DARK = """\
--ground: #14171a; --card: #1e2328; --ink: #e8eaed; --quiet: #a9b1ba; --line: #3a424a;
--red: #ff8f86; --amber: #ffcc66; --green: #7fd993; --blue: #8ab9ff;"""
STYLE = f"""
:root {{
{LIGHT}
color-scheme: light;
}}
@media screen and (prefers-color-scheme: dark) {{ :root {{
{DARK}
color-scheme: dark;
}} }}
* {{ box-sizing: border-box; }}
body {{ margin: 0 auto; max-width: 64rem; padding: 1.5rem 1rem 3rem; background: var(--ground);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }}
h1 {{ font-size: 1.8rem; line-height: 1.2; margin: 0 0 .5rem; }}
h2 {{ font-size: 1.3rem; margin: 2.5rem 0 .75rem; }}
h3 {{ font-size: 1.05rem; margin: 0 0 .5rem; }}
h4 {{ font-size: 1rem; margin: .75rem 0 .25rem; }}
p {{ margin: .25rem 0; max-width: 46rem; }}
a {{ color: var(--blue); }}
a:focus-visible, summary:focus-visible, .wide:focus-visible {{ outline: 3px solid var(--blue); }}
code {{ font: .92em ui-monospace, monospace; unicode-bidi: isolate; }}
.small, figcaption, caption {{ color: var(--quiet); font-size: .9rem; }}
header {{ border-left: .5rem solid var(--quiet); padding: .25rem 0 .25rem 1rem; }}
header.passed {{ border-color: var(--green); }}
header.failed, header.error {{ border-color: var(--red); }}
header.inconclusive {{ border-color: var(--amber); }}
.passed {{ color: var(--green); }}
.failed, .error {{ color: var(--red); }}
.inconclusive, .warning {{ color: var(--amber); }}
.note {{ color: var(--blue); }}
.skipped {{ color: var(--quiet); }}
header p {{ color: var(--ink); }}
header .small {{ color: var(--quiet); }}
.badge {{ border: 1px solid; border-radius: 1rem; font-size: .85rem; font-weight: 600;
  padding: .05rem .6rem; white-space: nowrap; }}
article {{ background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
  margin: 0 0 1rem; padding: 1rem; }}
ul, ol {{ margin: .25rem 0; padding-left: 1.5rem; }}
li {{ margin: .25rem 0; }}
.said {{ display: block; unicode-bidi: isolate; }}
.fix {{ border-left: .25rem solid var(--green); margin-top: .75rem; padding-left: .75rem; }}
.fix h4 {{ margin-top: 0; }}
.fix p::first-letter {{ text-transform: uppercase; }}
tbody th {{ overflow-wrap: anywhere; min-width: 5rem; }}
.wide table {{ min-width: 34rem; }}
.wide {{ margin-bottom: 1rem; overflow-x: auto; }}
table {{ border-collapse: collapse; width: 100%; }}
caption {{ padding-bottom: .25rem; text-align: left; }}
th, td {{ border-bottom: 1px solid var(--line); padding: .4rem .5rem; text-align: left;
  vertical-align: top; }}
th {{ font-weight: 600; overflow-wrap: normal; }}
tbody th .small {{ display: block; font-weight: 400; white-space: nowrap; }}
.figure {{ font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }}
thead th.figure {{ text-align: right; }}
details {{ margin: .5rem 0; }}
summary {{ cursor: pointer; font-weight: 600; }}
.charts {{ display: grid; gap: 1rem 2rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); }}
figure {{ break-inside: avoid; margin: 0; max-width: 30rem; }}
svg {{ display: block; height: auto; width: 100%; }}
svg text {{ fill: var(--quiet); font-size: 12px; paint-order: stroke; stroke: var(--card);
  stroke-width: 4px; }}
.start {{ text-anchor: start; }}
.middle {{ text-anchor: middle; }}
.end {{ text-anchor: end; }}
.axis {{ stroke: var(--quiet); }}
.band {{ fill: var(--blue); opacity: .35; }}
.bar {{ fill: var(--blue); opacity: .7; }}
.dot {{ fill: var(--blue); }}
.line {{ fill: none; stroke: var(--blue); stroke-width: 2; }}
.limit {{ stroke: var(--red); stroke-dasharray: 5 3; stroke-width: 2; }}
footer {{ margin-top: 2.5rem; }}
@media (max-width: 36rem) {{
  table, tbody th .small {{ font-size: .8rem; }}
  th, td {{ padding: .35rem .2rem; }}
  thead th {{ font-size: .75rem; }}
  .badge {{ font-size: .75rem; padding: 0 .4rem; }}
  h1 {{ font-size: 1.5rem; }}
  article {{ padding: .75rem; }}
}}
@media print {{
  body {{ font-size: .85rem; max-width: none; padding: 0; }}
  .wide {{ overflow: visible; }}
  .wide table {{ min-width: 0; }}
  h2, h3, h4 {{ break-after: avoid; }}
  tr, li {{ break-inside: avoid; }}
  details::details-content {{ content-visibility: visible; display: block; height: auto; }}
}}
"""
