-- A mail that was never handed over is `unsent`. `failed` is a mail that the provider took and did not send, `suppressed`
-- one to an address that it no longer sends to.
alter table request_recipient drop constraint request_recipient_status_check;
update request_recipient set status = 'unsent' where status = 'failed';
alter table request_recipient add constraint request_recipient_status_check check (status in
  ('queued', 'unsent', 'sent', 'failed', 'suppressed', 'delivered', 'bounced', 'complained'));
alter table mail_delivery drop constraint mail_delivery_feedback_check,
  add constraint mail_delivery_feedback_check
    check (feedback in ('failed', 'suppressed', 'delivered', 'bounced', 'complained'));

-- Reviewers record what they checked.
grant update (profile_digest, profile_seen, authority_digest, authority_seen) on enrolment_review to entente_operator;
