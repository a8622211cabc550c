"""The page on how the site was made shows numbers of others only."""

from explainer.rows import Page

PAGE = Page("about.md", "How this was made")
