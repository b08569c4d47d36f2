-- A document in a folder is marked first; its file and its row go afterwards. Nobody but the keeper sees a marked row.
alter table enrolment_document add column deleted_at timestamptz;
create policy not_deleted on enrolment_document as restrictive for select to entente_partner, entente_operator
  using (deleted_at is null);
grant select (uploaded_by, file_name, comment, deleted_at), update (file_name, comment, deleted_at)
  on enrolment_document to entente_keeper;
alter policy keeper_all on enrolment_document using (true) with check (deleted_at is not null);
grant select (organisation_id, document_id) on enrolment_document_content to entente_keeper;
create policy keeper_reads on enrolment_document_content for select to entente_keeper using (true);

-- The parts of an application that are kept, and those that name a person. An accepted company's application is never deleted.
grant select (reason), update (reason), delete on enrolment to entente_keeper;
create policy keeper_changes on enrolment for update to entente_keeper using (true) with check (true);
create policy keeper_deletes on enrolment for delete to entente_keeper
  using (state not in ('accepted', 'active', 're_review'));
grant select (organisation_id, updated_at, support_email), update (support_email, support_phone), delete
  on partner_profile to entente_keeper;
create policy keeper_deletes on partner_profile as restrictive for delete to entente_keeper
  using (organisation_id in (select e.organisation_id from enrolment e
    where e.state not in ('accepted', 'active', 're_review')));
grant select (organisation_id, profile_note, authority_note), update (profile_note, authority_note), delete
  on enrolment_review to entente_keeper;
create policy keeper_all on enrolment_review to entente_keeper using (true) with check (true);
create policy keeper_deletes on enrolment_review as restrictive for delete to entente_keeper
  using (organisation_id in (select e.organisation_id from enrolment e
    where e.state not in ('accepted', 'active', 're_review')));
grant select (organisation_id, note), update (note), delete on enrolment_event to entente_keeper;
create policy keeper_all on enrolment_event to entente_keeper using (true) with check (true);
create policy keeper_deletes on enrolment_event as restrictive for delete to entente_keeper
  using (organisation_id in (select e.organisation_id from enrolment e
    where e.state not in ('accepted', 'active', 're_review')));
grant select (id, partner_status, legal_name), update (legal_name) on organisation to entente_keeper;
create policy keeper_reads on organisation for select to entente_keeper using (true);
create policy keeper_forgets on organisation for update to entente_keeper
  using (partner_status = 'enrolling') with check (partner_status = 'enrolling');
grant select (id, signer_name, signed_at), update (signer_name) on partner_agreement to entente_keeper;
create policy keeper_all on partner_agreement to entente_keeper using (true) with check (true);
grant select (user_name), delete on directory_login to entente_keeper;
create policy keeper_all on directory_login to entente_keeper using (true);
grant select (id, tested_by, expires_at), delete on auth.directory_attempt to entente_keeper;
create policy keeper_all on auth.directory_attempt to entente_keeper using (true);
-- A provider's answer may quote the recipient.
grant select (failure), update (failure) on mail_delivery to entente_keeper;
grant select (procedure, key) on idempotency to entente_keeper;

-- One index for each rule of db/src/audit/retention.ts, and for each foreign key to a table that it deletes from.
create index waiting_choice_due on auth.waiting_choice (expires_at);
create index waiting_choice_of_session on auth.waiting_choice (session_id);
create index session_due on auth.session (least(ended_at, expires_at));
create index sign_up_due on auth.one_time_link (created_at) where kind = 'sign_up' and consumed_at is null;
create index one_time_link_due on auth.one_time_link (least(consumed_at, expires_at));
create index directory_attempt_due on auth.directory_attempt (expires_at);
create index rate_limit_due on auth.rate_limit (expire);
create index idempotency_due on idempotency (created_at);
create index send_allowance_due on send_allowance (last_at);
create index webhook_receipt_due on webhook_receipt (received_at);
create index mail_text_due on mail_delivery (rendered_at) where body_text <> '';
create index outbox_due on outbox (relayed_at) where relayed_at is not null and failed_at is null;
create index request_recipient_due on request_recipient (request_id);
create index relationship_request_text_due on relationship_request (created_at) where body <> '';
create index membership_removed on auth.membership (decided_at) where status = 'removed';
create index enrolment_unfinished on enrolment (state_since) where state not in ('accepted', 'active', 're_review');
create index partner_agreement_signer_due on partner_agreement (signed_at) where signer_name <> 'Erased person';
create index enrolment_document_deleted on enrolment_document (deleted_at) where deleted_at is not null;
