"""The glossary shows nothing but words."""

from explainer.rows import Page

PAGE = Page("glossary.md", "Glossary")
