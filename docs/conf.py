"""How the documentation is built: Markdown pages, Chinese and English, nothing from outside."""

project = "绿衡 Luheng"
author = "Luheng maintainers"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
language = "zh_CN"
html_theme = "furo"
html_title = project
html_show_sphinx = False
exclude_patterns = ["_build"]
autodoc_member_order = "bysource"
autodoc_typehints = "description"
html_static_path: list[str] = []
