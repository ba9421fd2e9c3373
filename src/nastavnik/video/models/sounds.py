"""The sound of a film as one file, for those who listen on the way: podcasts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.video.models.films import Video


class SoundFile(models.Model):
    """The sound of a film in one file of its build; of a build that is shown no more it counts for nothing and is made anew."""

    video = models.OneToOneField(Video, models.CASCADE, related_name="sound_file")
    build = models.CharField(max_length=22)
    # 0: it could not be made of this build
    bytes = models.PositiveBigIntegerField(_("size, bytes"), default=0)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sound of a film as one file")

    def __str__(self) -> str:
        return f"sound of {self.video_id}/{self.build}"
