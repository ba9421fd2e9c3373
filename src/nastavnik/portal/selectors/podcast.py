"""The recordings of the school to be listened to: a podcast, as RSS 2.0 with the words that catalogues of podcasts ask for.

Chapters go along, and the words that were written down as subtitles (podcastindex.org/namespace/1.0). What catalogues ask: podcasters.apple.com/support/823-podcast-requirements, help.apple.com/itc/podcasts_connect (tags, types of files).
"""

from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.translation import gettext, override
from django.utils.xmlutils import SimplerXMLGenerator

from nastavnik.portal.selectors.cards import podcast_cover
from nastavnik.portal.selectors.feeds import LANGUAGE, plain, speakers_of
from nastavnik.portal.selectors.linked import absolute
from nastavnik.programme.models import School
from nastavnik.programme.selectors import LessonCard, lessons_by_ids
from nastavnik.video.selectors.chapters import CHAPTERS_TYPE
from nastavnik.video.selectors.sounds import MEDIA_TYPE, SoundRow, open_sounds

MOST_SOUNDS = 300
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST_INDEX = "https://podcastindex.org/namespace/1.0"
CATEGORY, SUBCATEGORY = "Education", "Courses"
# from this age on a lesson is not for every listener
ADULT = "18+"


class PodcastFeed(Rss201rev2Feed):
    """RSS 2.0 with the tags of podcasts; the words of the channel and of its items come as further arguments."""

    def rss_attributes(self) -> dict[str, str]:
        """Name the tags of podcasts."""
        return {**super().rss_attributes(), "xmlns:itunes": ITUNES, "xmlns:podcast": PODCAST_INDEX}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Say whose podcast it is, and what for."""
        super().add_root_elements(handler)
        handler.addQuickElement("itunes:author", self.feed["owner"])
        handler.addQuickElement("itunes:type", "episodic")
        handler.addQuickElement("itunes:explicit", "false")
        handler.addQuickElement("itunes:image", "", {"href": self.feed["cover"]})
        handler.startElement("itunes:category", AttributesImpl({"text": CATEGORY}))
        handler.addQuickElement("itunes:category", "", {"text": SUBCATEGORY})
        handler.endElement("itunes:category")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Say how long a recording is, and for whom."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("itunes:duration", str(item["seconds"]))
        handler.addQuickElement("itunes:explicit", item["explicit"])
        handler.addQuickElement("itunes:episodeType", "full")
        for language, address in item["words"]:
            said = {"url": address, "type": "text/vtt", "language": language}
            handler.addQuickElement("podcast:transcript", "", said)
        if item["chapters"]:
            handler.addQuickElement("podcast:chapters", "", {"url": item["chapters"], "type": CHAPTERS_TYPE})
        if item["author_name"]:
            handler.addQuickElement("itunes:author", item["author_name"])


def podcast_feed(school: School) -> bytes:
    """Return the recordings to which everybody may listen, the newest first; three queries."""
    with override(LANGUAGE):
        feed = PodcastFeed(
            title=plain(school.title),
            link=absolute(school, reverse("portal:videos")),
            description=plain(school.motto or school.title),
            language=LANGUAGE,
            feed_url=absolute(school, reverse("portal:podcast")),
            feed_copyright=plain(school.owner.name),
            ttl=60,
            owner=plain(school.owner.name),
            cover=absolute(school, podcast_cover(school).path),
        )
        sounds = open_sounds(school, MOST_SOUNDS)
        lessons = lessons_by_ids(AnonymousUser(), school, [sound.lesson_id for sound in sounds])
        for sound in sounds:
            if card := lessons.get(sound.lesson_id):
                _add(feed, school, sound, card)
        return feed.writeString("utf-8").encode()


def _add(feed: PodcastFeed, school: School, sound: SoundRow, card: LessonCard) -> None:
    address = absolute(school, card.url)
    more = gettext("Picture, slides and materials: %(address)s") % {"address": address}
    feed.add_item(
        title=plain(card.title),
        link=address,
        description=plain("\n".join(line for line in (card.summary, more) if line)),
        author_name=plain(speakers_of(card)) or None,
        unique_id=f"film:{sound.token}",
        unique_id_is_permalink=False,
        pubdate=sound.playable_at,
        enclosures=[Enclosure(absolute(school, sound.path), str(sound.bytes), MEDIA_TYPE)],
        seconds=round(sound.duration_seconds),
        chapters=absolute(school, sound.chapters_path) if sound.chapters_path else "",
        words=[(one.language, absolute(school, one.url)) for one in sound.words],
        explicit="true" if card.age_rating == ADULT else "false",
    )
