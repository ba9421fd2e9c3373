"""Finds what the words on the command line name."""

from nastavnik.cli.exits import Exit, stop_with
from nastavnik.programme.models import Lesson, School

MOST_SHOWN = 20


def school_named(slug: str) -> School:
    """Return the school, which need not be named when it is the only one; end the command when it is unclear."""
    schools = list(School.objects.filter(slug=slug) if slug else School.objects.all()[:2])
    if len(schools) != 1:
        known = ", ".join(School.objects.order_by("slug").values_list("slug", flat=True)[:MOST_SHOWN])
        stop_with(Exit.NOT_FOUND, f"Name a school with --school. There is: {known or 'none yet'}")
    return schools[0]


def lesson_named(slug: str, school: School) -> Lesson:
    """Return the lesson; end the command with the lessons that there are when it is not one of them."""
    lessons = Lesson.objects.filter(school=school)
    found = lessons.filter(slug=slug).select_related("school").first()
    if found is None:
        known = "\n".join(f"  {slug}  {title}" for slug, title in lessons.order_by("slug").values_list("slug", "title"))
        stop_with(Exit.NOT_FOUND, f"There is no lesson {slug!r} in this school. There are:\n{known or '  none yet'}")
    return found
