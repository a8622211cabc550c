"""The page on how the site was made shows numbers of others only."""

from explainer.catalogue.rows import Page

PAGE = Page("about.md")
