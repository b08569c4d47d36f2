-- The address that a customer's global admin names to be told of grants and freezes besides those who decide. It counts
-- once its mailbox confirmed it.
create table security_contact (
  id uuid primary key,
  customer_id uuid not null references organisation (id),
  email text not null,
  -- Of the person who named it, for the mails.
  locale text,
  state text not null check (state in ('asked', 'confirmed', 'ended')),
  asked_by uuid not null,
  asked_at timestamptz not null,
  confirmed_at timestamptz,
  -- When the link of an asked one expires, and when an ended one ended.
  open_until timestamptz,
  constraint security_contact_asker foreign key (customer_id, asked_by)
    references auth.membership (organisation_id, account_id) on update cascade,
  constraint security_contact_is_open check ((state = 'confirmed') = (open_until is null)),
  constraint security_contact_is_confirmed check (state <> 'confirmed' or confirmed_at is not null)
);
create unique index security_contact_one_asked on security_contact (customer_id) where state = 'asked';
create unique index security_contact_one_confirmed on security_contact (customer_id) where state = 'confirmed';
create index security_contact_of_asker on security_contact (customer_id, asked_by);
create index security_contact_due on security_contact (open_until) where open_until is not null;
alter table security_contact enable row level security, force row level security;

grant select, insert (id, customer_id, email, locale, state, asked_by, asked_at, open_until), update (state, open_until)
  on security_contact to entente_customer;
create policy customer_reads on security_contact for select to entente_customer using (customer_id = (select current_tenant()));
create policy customer_names on security_contact for insert to entente_customer
  with check (customer_id = (select current_tenant()) and asked_by = (select current_account()) and state = 'asked');
create policy customer_ends on security_contact for update to entente_customer
  using (customer_id = (select current_tenant()) and state <> 'ended')
  with check (customer_id = (select current_tenant()) and state = 'ended');
-- Who opens the link has no account.
grant select (id, customer_id, email, locale, state, open_until), update (state, confirmed_at, open_until)
  on security_contact to entente_auth;
create policy auth_reads on security_contact for select to entente_auth using (true);
create policy auth_confirms on security_contact for update to entente_auth
  using (state <> 'ended') with check (state in ('confirmed', 'ended'));
grant select (id, email, open_until), delete on security_contact to entente_keeper;
create policy keeper_all on security_contact to entente_keeper using (true);

alter table auth.one_time_link drop constraint one_time_link_kind_check,
  add constraint one_time_link_kind_check
    check (kind in ('sign_up', 'reset', 'set_up', 'work_account', 'contact', 'security_contact'));
grant insert (id, kind, kid, version, account_id, organisation_id, details, created_at, expires_at)
  on auth.one_time_link to entente_customer;
create policy customer_names on auth.one_time_link for insert to entente_customer
  with check (kind = 'security_contact' and organisation_id = (select current_tenant()) and account_id is null
    and (details ->> 'securityContactId')::uuid in (select id from security_contact));

insert into job_scope (role, job) values
  ('entente_customer', 'mail.security-contact-asked'),
  ('entente_customer', 'mail.security-contact-ended'),
  ('entente_auth', 'mail.security-contact-ended');
