-- People of a partner: temporary passwords, removal that can be undone, and the partner's own directory (§4.4).
alter table auth.credential
  -- Set while the password is one that somebody else saw: until when it opens the page that changes it.
  add column temporary_until timestamptz,
  add column temporary_used_at timestamptz,
  -- False while the person has the first temporary password, and has not used it.
  add column past_first boolean not null default true;
alter table auth.session drop constraint session_awaits_check,
  add constraint session_awaits_check
    check (awaits in ('second_factor', 'second_factor_set_up', 'password_change'));
-- The roles of a removed person, proposed when it is restored.
alter table auth.membership add column former_roles text[] not null default '{}';

create table partner_setting (
  organisation_id uuid primary key references organisation (id),
  second_factor_required boolean not null default false,
  updated_at timestamptz not null
);

create table auth.partner_directory (
  organisation_id uuid primary key references organisation (id),
  issuer text not null,
  client_id text not null,
  -- The data key that sealed the client secret (AES-256-GCM, bound to the organisation).
  kid text not null,
  secret bytea not null,
  is_on boolean not null default false,
  -- Null until somebody of the partner came back from it with their own address.
  tested_at timestamptz,
  updated_at timestamptz not null,
  constraint partner_directory_tested check (not is_on or tested_at is not null)
);
-- A sign-in that left for a directory and is expected back.
create table auth.directory_attempt (
  id uuid primary key,
  state_hash bytea not null unique,
  organisation_id uuid not null references organisation (id),
  -- Set when a global admin tests the directory while signed in.
  tested_by uuid references auth.account (id),
  nonce text not null,
  kid text not null,
  -- The PKCE verifier, sealed.
  verifier bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  consumed_at timestamptz
);

alter table partner_setting enable row level security, force row level security;
alter table auth.partner_directory enable row level security, force row level security;
alter table auth.directory_attempt enable row level security, force row level security;

grant select, insert, update on partner_setting to entente_partner;
create policy partner_own on partner_setting to entente_partner
  using (organisation_id = (select current_tenant())) with check (organisation_id = (select current_tenant()));
grant select on partner_setting to entente_auth, entente_operator;
create policy auth_reads on partner_setting for select to entente_auth, entente_operator using (true);
grant select, insert, update, delete on auth.partner_directory to entente_partner;
create policy partner_own on auth.partner_directory to entente_partner
  using (organisation_id = (select current_tenant())) with check (organisation_id = (select current_tenant()));
grant select, update (tested_at) on auth.partner_directory to entente_auth;
create policy auth_all on auth.partner_directory to entente_auth using (true) with check (true);
grant select, insert, update, delete on auth.directory_attempt to entente_auth;
create policy auth_all on auth.directory_attempt to entente_auth using (true) with check (true);

-- Whoever manages users writes for people of this partner only. Somebody who belongs to another company too keeps a
-- password that no other company's admin can set. Security definer: a partner cannot see foreign memberships.
create function auth.is_own_person(account uuid, tenant uuid) returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select exists (select from auth.membership m where m.account_id = account and m.organisation_id = tenant)
    and not exists (select from auth.membership m
      where m.account_id = account and m.organisation_id is distinct from tenant);
end;
alter function auth.is_own_person owner to entente_auth;
revoke all on function auth.is_own_person from public;
grant execute on function auth.is_own_person to entente_partner;

grant insert, update (name) on auth.account to entente_partner;
create policy partner_adds on auth.account for insert to entente_partner with check (audience = 'partner');
create policy partner_changes on auth.account for update to entente_partner
  using (auth.is_own_person(id, (select current_tenant())))
  with check (auth.is_own_person(id, (select current_tenant())));
grant insert, update (status, roles, former_roles, decided_at, decided_by) on auth.membership to entente_partner;
create policy partner_adds on auth.membership for insert to entente_partner
  with check (organisation_id = (select current_tenant()) and audience = 'partner');
create policy partner_changes on auth.membership for update to entente_partner
  using (organisation_id = (select current_tenant())) with check (organisation_id = (select current_tenant()));
-- Never the hash: whether a password is a temporary one is all that anybody reads.
grant select (account_id, temporary_until, temporary_used_at, past_first), insert,
  update (password_hash, changed_at, temporary_until, temporary_used_at, past_first) on auth.credential to entente_partner;
create policy partner_sets on auth.credential to entente_partner
  using (auth.is_own_person(account_id, (select current_tenant())))
  with check (auth.is_own_person(account_id, (select current_tenant())));
grant select (id, account_id, ended_at), update (ended_at) on auth.session to entente_partner;
create policy partner_reads on auth.session for select to entente_partner
  using (account_id in (select m.account_id from auth.membership m where m.organisation_id = (select current_tenant())));
create policy partner_ends on auth.session for update to entente_partner
  using (account_id in (select m.account_id from auth.membership m where m.organisation_id = (select current_tenant())))
  with check (ended_at is not null);

-- A removed person is forgotten after 30 days (§4.4).
grant select (former_roles), update (former_roles) on auth.membership to entente_keeper;
