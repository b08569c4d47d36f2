-- What a scope's code never writes, its role cannot. `db/testing/privileges.ts` lists every right of every role; a new column
-- needs an update grant for each role whose code changes it.

-- The account that acts in this transaction; '' for the product itself and for a visitor whose account is not known. Apart
-- from app.actor, which owns idempotency keys and may be a hashed address.
create function current_account() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.account_id', true), '')::uuid;

-- Audit: nobody records an act in another's name. Null is a build of before this migration; the next release refuses it.
create function acts_as(kind text, actor uuid) returns boolean language sql stable parallel safe
  return current_setting('app.account_id', true) is null
    or (actor is not distinct from public.current_account() and kind is not null and kind <> 'application');
create policy own_name on audit_record as restrictive for insert
  to entente_partner, entente_customer, entente_auth, entente_operator
  with check (acts_as(actor_kind, actor_id));

-- Jobs: which role may record which. Rows follow `enqueuedBy` of queue/src/jobs.ts, and a test compares them.
create table job_scope (
  role text not null,
  job text not null,
  primary key (role, job)
);
alter table job_scope enable row level security, force row level security;
insert into job_scope (role, job) values
  ('entente_partner', 'mail.request-sent'),
  ('entente_partner', 'mail.relationship-accepted'),
  ('entente_partner', 'mail.contact-verification-requested'),
  ('entente_partner', 'mail.enrolment-status-changed'),
  ('entente_partner', 'mail.enrolment'),
  ('entente_partner', 'mail.user-added'),
  ('entente_customer', 'mail.relationship-receipt'),
  ('entente_customer', 'mail.join-requested'),
  ('entente_customer', 'mail.join-decided'),
  ('entente_customer', 'relationship.accepted'),
  ('entente_customer', 'relationship.declined'),
  ('entente_auth', 'mail.sign-up-started'),
  ('entente_auth', 'mail.sign-ins-failed'),
  ('entente_auth', 'mail.sign-up-repeated'),
  ('entente_auth', 'mail.reset-requested'),
  ('entente_auth', 'mail.work-account-started'),
  ('entente_auth', 'mail.enrolment-status-changed'),
  ('entente_auth', 'mail.enrolment'),
  ('entente_auth', 'membership.requested'),
  ('entente_operator', 'mail.contact-verification-requested'),
  ('entente_operator', 'mail.enrolment-status-changed'),
  ('entente_operator', 'mail.enrolment-accepted'),
  ('entente_operator', 'mail.enrolment-rejected'),
  ('entente_operator', 'mail.documents-requested'),
  ('entente_operator', 'mail.account-ready'),
  ('entente_operator', 'mail.enrolment'),
  ('entente_inbound', 'feedback.received');
grant select on job_scope to entente_partner, entente_customer, entente_auth, entente_operator, entente_inbound;
create policy own_jobs on job_scope for select
  to entente_partner, entente_customer, entente_auth, entente_operator, entente_inbound using (role = current_user);
create policy known_jobs on outbox as restrictive for insert
  to entente_partner, entente_customer, entente_auth, entente_operator, entente_inbound
  with check (name in (select job from job_scope));

-- An application moves only along the steps of §4.2, each by the side that takes it. A policy sees the new row alone, and an
-- unmoved state is no step: hence triggers. Roles that are not named, such as the owner, are not bound.
create function enrolment_steps() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.state || ' > ' || new.state <> all (case current_user
    when 'entente_partner' then array[
      'signed_in > membership_linked', 'membership_postponed > membership_linked', 'membership_linked > signed_in',
      'membership_postponed > signed_in', 'signed_in > membership_postponed', 'membership_linked > submitted',
      'membership_postponed > submitted', 'blocked_denied > submitted', 'email_verified > submitted',
      'in_review > submitted', 'documents_requested > submitted', 'documents_requested > in_review',
      'rejected > in_review', 'accepted > active', 'active > re_review']
    when 'entente_auth' then array['submitted > email_verified', 'submitted > blocked_denied']
    when 'entente_operator' then array[
      'email_verified > in_review', 'in_review > documents_requested', 'in_review > accepted', 'in_review > rejected',
      're_review > active']
  end) then
    raise insufficient_privilege using message = format('%s moves no application from %s to %s', current_user, old.state, new.state);
  end if;
  return new;
end
$$;
create trigger enrolment_steps before update of state on enrolment for each row
  when (new.state is distinct from old.state) execute function enrolment_steps();

-- Only its owner says whose a contact's address is, through the mailed link; a partner sends mails and learns of bounces.
create function contact_steps() returns trigger language plpgsql set search_path = '' as $$
begin
  if (current_user = 'entente_partner' and new.contact_status not in ('sent', 'bounced'))
    or (current_user = 'entente_auth' and new.contact_status not in ('verified', 'denied')) then
    raise insufficient_privilege using message = format('%s moves no contact to %s', current_user, new.contact_status);
  end if;
  return new;
end
$$;
create trigger contact_steps before update of contact_status on partner_profile for each row
  when (new.contact_status is distinct from old.contact_status) execute function contact_steps();

-- A partner makes members only of accounts that it typed itself. Security definer: it sees an account once it is a member.
create function auth.is_typed_by(account uuid, tenant uuid) returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select exists (select from auth.account a where a.id = account and a.added_by = tenant);
end;
alter function auth.is_typed_by owner to entente_auth;
revoke all on function auth.is_typed_by from public;
grant execute on function auth.is_typed_by to entente_partner;
alter policy partner_adds on auth.membership
  with check (organisation_id = (select current_tenant()) and audience = 'partner'
    and auth.is_typed_by(account_id, (select current_tenant())));

-- Authors, signers and deciders are people of the tenant whose row names them. A membership that joins its owner's account
-- takes them along.
alter table relationship_request
  add constraint relationship_request_author foreign key (partner_id, author_id)
    references auth.membership (organisation_id, account_id) on update cascade;
alter table enrolment_document
  add constraint enrolment_document_uploader foreign key (organisation_id, uploaded_by)
    references auth.membership (organisation_id, account_id) on update cascade;
alter table partner_agreement
  add constraint partner_agreement_signer foreign key (organisation_id, account_id)
    references auth.membership (organisation_id, account_id) on update cascade;
alter table admin_grant drop constraint admin_grant_granted_by_fkey,
  add constraint admin_grant_granter foreign key (customer_id, granted_by)
    references auth.membership (organisation_id, account_id) on update cascade;
alter table agreement_acceptance drop constraint agreement_acceptance_accepted_by_fkey,
  add constraint agreement_acceptance_accepter foreign key (customer_id, accepted_by)
    references auth.membership (organisation_id, account_id) on update cascade;
alter table relationship_decline drop constraint relationship_decline_declined_by_fkey,
  add constraint relationship_decline_decliner foreign key (customer_id, declined_by)
    references auth.membership (organisation_id, account_id) on update cascade;
-- A relationship comes into being only through the link that the transaction opened.
alter policy customer_creates on relationship
  with check (customer_id = (select current_tenant()) and link_id = (select current_link()));

-- Updates, column by column.
revoke update on idempotency from entente_partner, entente_customer, entente_auth, entente_operator;
grant update (result) on idempotency to entente_partner, entente_customer, entente_auth, entente_operator;
revoke update on send_allowance, enrolment, partner_profile, partner_setting, auth.partner_directory from entente_partner;
grant update (used, last_at) on send_allowance to entente_partner;
grant update (state, version, state_since, submitted_at, reason, failed_fields, mpn_id, membership, membership_options,
  options_until) on enrolment to entente_partner;
grant update (legal_name, country, registration_number, address_line1, address_line2, city, region, postal_code,
  contact_is_applicant, contact_name, contact_email, contact_phone, contact_status, contact_sent_at, contact_verified_at,
  contact_mail_id, support_email, support_phone, support_website, before_change, updated_at)
  on partner_profile to entente_partner;
grant update (second_factor_required, updated_at) on partner_setting to entente_partner;
grant update (issuer, client_id, kid, secret, is_on, tested_at, updated_at) on auth.partner_directory to entente_partner;
revoke update on relationship, admin_grant from entente_customer;
grant update (services, change_id, status, since, link_id, accepted_by) on relationship to entente_customer;
grant update (ended_at, ended_by, end_reason) on admin_grant to entente_customer;
revoke update on enrolment, partner_profile, enrolment_review, directory_profile, directory_login, directory_login_profile,
  web_mail_domain from entente_operator;
grant update (state, version, state_since, reason, failed_fields) on enrolment to entente_operator;
grant update (legal_name, country, registration_number, address_line1, address_line2, city, region, postal_code,
  contact_is_applicant, contact_name, contact_email, contact_phone, contact_status, contact_sent_at, contact_verified_at,
  contact_mail_id, before_change, updated_at) on partner_profile to entente_operator;
grant update (assignee_id, profile_check, profile_note, authority_check, authority_note, updated_at)
  on enrolment_review to entente_operator;
grant update (organisation_name, country, status, incentives, benefits, competencies, updated_at)
  on directory_profile to entente_operator;
grant update (password_hash, updated_at) on directory_login to entente_operator;
revoke update on auth.account, auth.credential, auth.membership, auth.session, auth.one_time_link, auth.second_factor,
  auth.recovery_code, auth.waiting_choice, auth.rate_limit, auth.guess, auth.directory_attempt from entente_auth;
grant update (email, name, locale, time_zone, added_by) on auth.account to entente_auth;
grant update (account_id) on auth.membership to entente_auth;
grant update (password_hash, changed_at, temporary_until, temporary_used_at, past_first) on auth.credential to entente_auth;
grant update (account_id, ended_at, seen_at, replaces) on auth.session to entente_auth;
grant update (account_id, kid, version, details, created_at, expires_at, consumed_at) on auth.one_time_link to entente_auth;
grant update (id, kid, secret, created_at, confirmed_at, last_step) on auth.second_factor to entente_auth;
grant update (used_at) on auth.recovery_code to entente_auth;
grant update (session_id) on auth.waiting_choice to entente_auth;
grant update (points, expire) on auth.rate_limit to entente_auth;
grant update (failures, open_at, forget_at) on auth.guess to entente_auth;
grant update (consumed_at) on auth.directory_attempt to entente_auth;
revoke update on mail_delivery, worker_pulse from entente_relay;
grant update (status, attempts, sent_at, failure, feedback, feedback_at, key_generation, key_at) on mail_delivery
  to entente_relay;
grant update (seen_at, facts) on worker_pulse to entente_relay;
revoke update on audit_prune from entente_keeper;
grant update (position, hash, pruned_at) on audit_prune to entente_keeper;
