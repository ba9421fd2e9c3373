"""Addresses of remarks, proofs, trial reviews and moments to learn from."""

from django.urls import path

from nastavnik.grants.views import moments, proofs, remarks, reviews

GRANT = "grants/applications/<slug:token>"
REMARK = f"{GRANT}/remarks/<slug:remark>"
CLAIM = f"{GRANT}/claims/<slug:claim>"
PROOF = f"{GRANT}/proofs/<slug:proof>"
REVIEW = f"{GRANT}/reviews/<slug:review>"

urlpatterns = [
    path(f"{GRANT}/remarks/", remarks.show, name="remarks"),
    path(f"{GRANT}/remarks/add/", remarks.add, name="add_remark"),
    path(f"{REMARK}/answer/", remarks.answer, name="answer_remark"),
    path(f"{REMARK}/resolve/", remarks.resolve, name="resolve_remark"),
    path(f"{REMARK}/reopen/", remarks.reopen, name="reopen_remark"),
    path(f"{REMARK}/withdraw/", remarks.withdraw, name="withdraw_remark"),
    path(f"{GRANT}/beside/<slug:key>/", remarks.panel, name="panel"),
    path(f"{GRANT}/proofs/", proofs.show, name="proofs"),
    path(f"{GRANT}/proofs/add/", proofs.add, name="add_proof"),
    path(f"{PROOF}/", proofs.proof, name="proof"),
    path(f"{PROOF}/file/", proofs.file, name="proof_file"),
    path(f"{PROOF}/remove/", proofs.remove, name="remove_proof"),
    path(f"{GRANT}/claims/add/", proofs.add_claim, name="add_claim"),
    path(f"{CLAIM}/prove/", proofs.prove, name="prove_claim"),
    path(f"{CLAIM}/dismiss/", proofs.dismiss, name="dismiss_claim"),
    path(f"{CLAIM}/restore/", proofs.restore, name="restore_claim"),
    path(f"{GRANT}/reviews/", reviews.show, name="reviews"),
    path(f"{GRANT}/reviews/begin/", reviews.begin, name="begin_review"),
    path(f"{REVIEW}/", reviews.review, name="review"),
    path(f"{REVIEW}/save/", reviews.save, name="save_review"),
    path(f"{REVIEW}/reopen/", reviews.reopen, name="reopen_review"),
    path(f"{REVIEW}/drop/", reviews.drop, name="drop_review"),
    path(f"{GRANT}/study/", moments.study, name="study"),
    path("desk/grants/moments/", moments.desk, name="moments"),
    path("desk/grants/moments/<slug:moment>/remove/", moments.remove, name="remove_moment"),
    path("desk/grants/moments/<slug:moment>/restore/", moments.restore, name="restore_moment"),
]
