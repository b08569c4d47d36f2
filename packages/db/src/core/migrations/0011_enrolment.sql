-- A company from its first application on (§4.2). While it enrols it is a partner without a partner ID, and what a
-- partner may do is refused to it; its application says where it stands.
alter table organisation
  drop constraint organisation_partner_status_check,
  add constraint organisation_partner_status_check
    check (partner_status in ('enrolling', 'active', 'suspended', 'deauthorised')),
  drop constraint organisation_partner_facts,
  add constraint organisation_partner_facts check (
    (kind = 'partner') = (partner_kind is not null and partner_status is not null)
    and (kind = 'partner' or partner_number is null)
    and (partner_number is not null or partner_status is not distinct from 'enrolling' or kind = 'customer'));

create table enrolment (
  organisation_id uuid primary key references organisation (id),
  kind text not null check (kind in ('direct_bill', 'indirect_reseller', 'indirect_provider')),
  state text not null check (state in ('signed_in', 'membership_linked', 'membership_postponed', 'submitted',
    'blocked_denied', 'email_verified', 'in_review', 'documents_requested', 'accepted', 'rejected', 'active',
    're_review')),
  -- Raised with every change: of two operators who act at once, the second is told.
  version integer not null default 1,
  applicant_id uuid references auth.account (id),
  -- A company that is enrolled already gives only its support contact (R-074).
  known_as uuid references organisation (id),
  created_at timestamptz not null,
  submitted_at timestamptz,
  state_since timestamptz not null,
  -- What the applicant is told: the documents that are wanted, or why it was refused, and which fields failed.
  reason text,
  failed_fields text[] not null default '{}',
  mpn_id text,
  -- The chosen organisation profile, with its incentives, benefits and competencies (R-181).
  membership jsonb,
  -- The profiles of the last membership sign-in: only one of these can be chosen.
  membership_options jsonb,
  options_until timestamptz,
  constraint enrolment_membership check ((mpn_id is null) = (membership is null))
);
-- One partner account of a kind for each MPN ID (R-095); a refused application gives it free.
create unique index enrolment_mpn on enrolment (mpn_id, kind) where state <> 'rejected';
create index enrolment_queue on enrolment (state, submitted_at, organisation_id);
create index enrolment_waiting on enrolment (state_since, organisation_id);

create table partner_profile (
  organisation_id uuid primary key references organisation (id),
  legal_name text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  registration_number text,
  address_line1 text,
  address_line2 text,
  city text,
  region text,
  postal_code text,
  contact_is_applicant boolean,
  contact_name text,
  contact_email text check (contact_email = lower(contact_email)),
  contact_phone text,
  contact_status text not null default 'none'
    check (contact_status in ('none', 'sent', 'verified', 'denied', 'bounced')),
  contact_sent_at timestamptz,
  contact_verified_at timestamptz,
  -- The job of the newest verification mail: what the provider reports of it comes back to this row.
  contact_mail_id uuid,
  support_email text,
  support_phone text,
  support_website text,
  -- Name, address and contact as they were verified, while a change of them is reviewed: back they go if it is refused.
  before_change jsonb,
  updated_at timestamptz not null
);
create index partner_profile_contact_mail on partner_profile (contact_mail_id) where contact_mail_id is not null;

-- What only the operator reads: the two checks of R-082, with notes, and who looks after the application.
create table enrolment_review (
  organisation_id uuid primary key references organisation (id),
  assignee_id uuid references auth.account (id),
  profile_check text not null default 'open' check (profile_check in ('open', 'passed', 'failed')),
  profile_note text not null default '',
  authority_check text not null default 'open' check (authority_check in ('open', 'passed', 'failed')),
  authority_note text not null default '',
  updated_at timestamptz not null
);

-- What applicant and operator both see of the way so far. A note is meant for the applicant.
create table enrolment_event (
  id uuid primary key,
  organisation_id uuid not null references organisation (id),
  event text not null,
  state text not null,
  actor_side text not null check (actor_side in ('applicant', 'contact', 'operator', 'system')),
  actor_id uuid,
  note text,
  at timestamptz not null
);
create index enrolment_event_of_organisation on enrolment_event (organisation_id, id);

create table enrolment_document (
  id uuid primary key,
  organisation_id uuid not null references organisation (id),
  kind text not null check (kind in ('registration', 'tax', 'address', 'authority', 'identity', 'other')),
  comment text not null default '',
  file_name text not null,
  media_type text not null,
  size integer not null check (size between 1 and 5242880),
  sha256 bytea not null,
  uploaded_by uuid not null references auth.account (id),
  uploaded_at timestamptz not null,
  unique (organisation_id, id)
);
create table enrolment_document_content (
  organisation_id uuid not null,
  document_id uuid not null,
  content bytea not null,
  primary key (document_id),
  foreign key (organisation_id, document_id) references enrolment_document (organisation_id, id) on delete cascade
);

create table partner_agreement (
  id uuid primary key,
  organisation_id uuid not null references organisation (id),
  account_id uuid not null references auth.account (id),
  signer_name text not null,
  name text not null,
  version text not null,
  signed_at timestamptz not null,
  unique (organisation_id, name, version)
);

-- The operator's own membership directory, for instances without another one.
create table directory_profile (
  mpn_id text primary key,
  organisation_name text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  status text not null check (status in ('active', 'inactive')),
  incentives text[] not null default '{}',
  benefits text[] not null default '{}',
  competencies text[] not null default '{}',
  updated_at timestamptz not null
);
create table directory_login (
  user_name text primary key check (user_name = lower(user_name)),
  password_hash text not null,
  updated_at timestamptz not null
);
create table directory_login_profile (
  user_name text not null references directory_login (user_name) on delete cascade,
  mpn_id text not null references directory_profile (mpn_id) on delete cascade,
  primary key (user_name, mpn_id)
);
-- Web-mail providers that the operator adds to the built-in list (R-100).
create table web_mail_domain (
  domain text primary key check (domain = lower(domain)),
  added_by uuid not null,
  added_at timestamptz not null
);

alter table enrolment enable row level security, force row level security;
alter table partner_profile enable row level security, force row level security;
alter table enrolment_review enable row level security, force row level security;
alter table enrolment_event enable row level security, force row level security;
alter table enrolment_document enable row level security, force row level security;
alter table enrolment_document_content enable row level security, force row level security;
alter table partner_agreement enable row level security, force row level security;
alter table directory_profile enable row level security, force row level security;
alter table directory_login enable row level security, force row level security;
alter table directory_login_profile enable row level security, force row level security;
alter table web_mail_domain enable row level security, force row level security;

-- The applicant: its own rows.
grant select, update on enrolment to entente_partner;
create policy partner_reads on enrolment for select to entente_partner
  using (organisation_id = (select current_tenant()));
create policy partner_changes on enrolment for update to entente_partner
  using (organisation_id = (select current_tenant())) with check (organisation_id = (select current_tenant()));
grant select, insert, update on partner_profile to entente_partner;
create policy partner_own on partner_profile to entente_partner
  using (organisation_id = (select current_tenant())) with check (organisation_id = (select current_tenant()));
grant select, insert on enrolment_event to entente_partner;
create policy partner_own on enrolment_event to entente_partner
  using (organisation_id = (select current_tenant()))
  with check (organisation_id = (select current_tenant()) and actor_side <> 'operator');
grant select, insert on enrolment_document, enrolment_document_content, partner_agreement to entente_partner;
create policy partner_own on enrolment_document to entente_partner
  using (organisation_id = (select current_tenant())) with check (organisation_id = (select current_tenant()));
create policy partner_own on enrolment_document_content to entente_partner
  using (organisation_id = (select current_tenant())) with check (organisation_id = (select current_tenant()));
create policy partner_own on partner_agreement to entente_partner
  using (organisation_id = (select current_tenant())) with check (organisation_id = (select current_tenant()));
-- The agreement's press makes an accepted company a partner; nothing else of its card is in its own hands.
grant update (partner_status) on organisation to entente_partner;
create policy partner_activates on organisation for update to entente_partner
  using (id = (select current_tenant()) and partner_status = 'enrolling' and partner_number is not null)
  with check (id = (select current_tenant()) and partner_status = 'active');

-- Identity: starts an application with its work account, and lets a contact answer without an account.
grant select, insert on enrolment, partner_profile to entente_auth;
grant update (state, version, state_since) on enrolment to entente_auth;
grant update (contact_status, contact_verified_at, updated_at) on partner_profile to entente_auth;
create policy auth_all on enrolment to entente_auth using (true) with check (true);
create policy auth_all on partner_profile to entente_auth using (true) with check (true);
grant insert on enrolment_event to entente_auth;
create policy auth_writes on enrolment_event for insert to entente_auth with check (true);
grant select on directory_profile, directory_login, directory_login_profile, web_mail_domain to entente_auth;
create policy auth_reads on directory_profile for select to entente_auth using (true);
create policy auth_reads on directory_login for select to entente_auth using (true);
create policy auth_reads on directory_login_profile for select to entente_auth using (true);
create policy auth_reads on web_mail_domain for select to entente_auth using (true);
grant select on web_mail_domain to entente_partner;
create policy partner_reads on web_mail_domain for select to entente_partner using (true);

-- Operators: everything of every application, never as the partner (§5.4).
grant select, update on enrolment to entente_operator;
create policy operator_all on enrolment to entente_operator using (true) with check (true);
grant select, update on partner_profile to entente_operator;
create policy operator_all on partner_profile to entente_operator using (true) with check (true);
grant select, insert, update on enrolment_review to entente_operator;
create policy operator_all on enrolment_review to entente_operator using (true) with check (true);
grant select, insert on enrolment_event to entente_operator;
create policy operator_all on enrolment_event to entente_operator using (true) with check (actor_side = 'operator');
grant select on enrolment_document, enrolment_document_content, partner_agreement to entente_operator;
create policy operator_reads on enrolment_document for select to entente_operator using (true);
create policy operator_reads on enrolment_document_content for select to entente_operator using (true);
create policy operator_reads on partner_agreement for select to entente_operator using (true);
grant select, insert, update, delete on directory_profile, directory_login, directory_login_profile, web_mail_domain
  to entente_operator;
create policy operator_all on directory_profile to entente_operator using (true) with check (true);
create policy operator_all on directory_login to entente_operator using (true) with check (true);
create policy operator_all on directory_login_profile to entente_operator using (true) with check (true);
create policy operator_all on web_mail_domain to entente_operator using (true) with check (true);
-- Accepting gives the partner ID and the verified card.
grant update (legal_name, country, partner_number, verified_at) on organisation to entente_operator;
grant insert on relationship_link to entente_operator;
create policy operator_creates on relationship_link for insert to entente_operator with check (true);

-- One-time links of a company: a work account that waits for its confirmation, and the verification of its contact.
alter table auth.one_time_link
  add column organisation_id uuid references organisation (id),
  drop constraint one_time_link_kind_check,
  add constraint one_time_link_kind_check check (kind in ('sign_up', 'reset', 'set_up', 'work_account', 'contact'));
grant select, insert, update (consumed_at) on auth.one_time_link to entente_partner, entente_operator;
create policy partner_contact on auth.one_time_link to entente_partner
  using (kind = 'contact' and organisation_id = (select current_tenant()))
  with check (kind = 'contact' and organisation_id = (select current_tenant()));
create policy operator_contact on auth.one_time_link to entente_operator
  using (kind = 'contact') with check (kind = 'contact');

-- Whether another company's application holds an MPN ID: the answer names nobody.
create function mpn_in_use(wanted text, wanted_kind text, own uuid) returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select exists (select from public.enrolment e
    where e.mpn_id = wanted and e.kind = wanted_kind and e.state <> 'rejected' and e.organisation_id <> own);
end;
alter function mpn_in_use owner to entente_auth;
revoke all on function mpn_in_use from public;
grant execute on function mpn_in_use to entente_partner;

-- Erasing a person, and what is kept of refused applications.
grant select (organisation_id, state, state_since, applicant_id) on enrolment to entente_keeper;
create policy keeper_reads on enrolment for select to entente_keeper using (true);
grant select (contact_email, before_change), update (contact_name, contact_email, contact_phone, before_change)
  on partner_profile to entente_keeper;
create policy keeper_all on partner_profile to entente_keeper using (true) with check (true);
grant select (id, organisation_id, uploaded_at), delete on enrolment_document to entente_keeper;
create policy keeper_all on enrolment_document to entente_keeper using (true);
