"""Addresses of certificates, their verification, and the badges."""

from django.urls import URLPattern, path

from nastavnik.learning.views import certificates_desk as desk
from nastavnik.learning.views import certificates_issue as issue
from nastavnik.learning.views import certificates_own as own
from nastavnik.learning.views import certificates_public as public

DESK = "desk/certificates/"

urlpatterns: list[URLPattern] = [
    path("verify/", public.verify_any, name="verify_any"),
    path("verify/<str:code>/", public.verify_one, name="verify"),
    path("credentials/did.json", public.issuer, name="badge_issuer"),
    path("credentials/status/<int:number>/", public.badge_status, name="badge_status"),
    path("credentials/<slug:code>/", public.credential, name="credential"),
    path("credentials/<slug:code>/badge.png", public.badge, name="badge"),
    path("me/certificates/", own.own_certificates, name="own_certificates"),
    path("me/certificates/<slug:code>.pdf", own.own_paper, name="own_certificate_pdf"),
    path(DESK, desk.register, name="certificates"),
    path(f"{DESK}templates/<slug:kind>/", desk.template, name="certificate_template"),
    path(f"{DESK}templates/<slug:kind>/sample.pdf", desk.sample, name="certificate_sample"),
    path(f"{DESK}of/<slug:token>/", issue.of_programme, name="certificates_of"),
    path(f"{DESK}of/<slug:token>/rule/", issue.rule, name="certificate_rule"),
    path(f"{DESK}of/<slug:token>/issue/", issue.issue_to_all, name="issue_certificates"),
    path(f"{DESK}of/<slug:token>/by-hand/<slug:kind>/", issue.by_hand, name="certificates_by_hand"),
    path(f"{DESK}issues/<slug:token>/", issue.run, name="certificate_run"),
    path(f"{DESK}issues/<slug:token>/state/", issue.run_state, name="certificate_run_state"),
    path(f"{DESK}issues/<slug:token>/papers.zip", issue.run_papers, name="certificate_run_papers"),
    path(f"{DESK}issues/<slug:token>/again/", issue.run_again, name="certificate_run_again"),
    path(f"{DESK}one/<slug:code>/", desk.certificate, name="certificate"),
    path(f"{DESK}one/<slug:code>/paper.pdf", desk.paper, name="certificate_pdf"),
    path(f"{DESK}one/<slug:code>/reissue/", desk.reissue, name="reissue_certificate"),
    path(f"{DESK}one/<slug:code>/revoke/", desk.revoke, name="revoke_certificate"),
]
