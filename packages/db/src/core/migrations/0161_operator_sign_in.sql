-- Operators sign in through the instance's own OpenID Connect issuer. Who a person is there, from the first sign-in on: an
-- address can be given to somebody else, a subject cannot. A subject counts for one client at one issuer.
create table auth.operator_identity (
  issuer text not null,
  client_id text not null,
  subject text not null,
  account_id uuid not null references auth.account (id),
  bound_at timestamptz not null,
  primary key (issuer, client_id, subject),
  unique (account_id, issuer, client_id)
);
alter table auth.operator_identity enable row level security, force row level security;
grant select, insert on auth.operator_identity to entente_auth;
create policy auth_reads on auth.operator_identity for select to entente_auth using (true);
create policy auth_binds on auth.operator_identity for insert to entente_auth with check (exists (
  select from auth.account a where a.id = account_id and a.audience = 'operator'));
grant select (account_id), delete on auth.operator_identity to entente_keeper;
create policy keeper_all on auth.operator_identity to entente_keeper using (true);

-- An attempt without an organisation left for the operators' issuer; `tested_by` then names who confirms who they are.
alter table auth.directory_attempt alter column organisation_id drop not null;
