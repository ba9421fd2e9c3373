"""What the portal's pages show, composed of the reads of the apps below."""

from nastavnik.portal.selectors.desk import Today, desk_page
from nastavnik.portal.selectors.home import Home, home_page
from nastavnik.portal.selectors.lessons import LessonView, ProgrammeView, lesson_page, programme_page
from nastavnik.portal.selectors.map import SiteMap, SitePage, site_map, site_map_part
from nastavnik.portal.selectors.navigation import Navigation, guest_navigation, navigation_of
from nastavnik.portal.selectors.school import About, about_page
from nastavnik.portal.selectors.shelves import Shelves, shelves_page
from nastavnik.portal.selectors.study import Study, study_page

__all__ = [
    "About",
    "Home",
    "LessonView",
    "Navigation",
    "ProgrammeView",
    "Shelves",
    "SiteMap",
    "SitePage",
    "Study",
    "Today",
    "about_page",
    "desk_page",
    "guest_navigation",
    "home_page",
    "lesson_page",
    "navigation_of",
    "programme_page",
    "shelves_page",
    "site_map",
    "site_map_part",
    "study_page",
]
