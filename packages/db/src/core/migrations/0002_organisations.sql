create table organisation (
  id uuid primary key,
  kind text not null check (kind in ('partner', 'customer')),
  legal_name text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  created_at timestamptz not null,
  partner_kind text check (partner_kind in ('direct_bill', 'indirect_reseller', 'indirect_provider')),
  partner_number text unique,
  partner_status text check (partner_status in ('active', 'suspended')),
  verified_at timestamptz,
  domain text check (domain = lower(domain)),
  constraint organisation_partner_facts check
    ((kind = 'partner') = (partner_kind is not null and partner_number is not null and partner_status is not null)),
  constraint organisation_customer_facts check (kind = 'customer' or domain is null)
);
create unique index organisation_domain on organisation (domain) where kind = 'customer';

create table auth.account (
  id uuid primary key,
  audience text not null check (audience in ('partner', 'customer', 'operator')),
  email text not null check (email = lower(email)),
  name text not null,
  locale text,
  time_zone text,
  created_at timestamptz not null,
  unique (audience, email),
  unique (id, audience)
);

create table auth.credential (
  account_id uuid primary key references auth.account (id),
  password_hash text not null,
  changed_at timestamptz not null
);

create table auth.membership (
  id uuid primary key,
  account_id uuid not null,
  audience text not null,
  organisation_id uuid references organisation (id),
  status text not null check (status in ('active', 'requested', 'declined', 'removed')),
  roles text[] not null,
  created_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid references auth.account (id),
  foreign key (account_id, audience) references auth.account (id, audience),
  unique nulls not distinct (organisation_id, account_id),
  constraint membership_operator_has_no_organisation check ((audience = 'operator') = (organisation_id is null)),
  constraint membership_roles_follow_status check ((status = 'active') or (roles = '{}'))
);
create index membership_account on auth.membership (account_id);

create table auth.session (
  id uuid primary key,
  token_hash bytea not null unique,
  account_id uuid not null references auth.account (id),
  membership_id uuid not null references auth.membership (id),
  created_at timestamptz not null,
  authenticated_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index session_account on auth.session (account_id) where ended_at is null;

create table auth.one_time_link (
  id uuid primary key,
  kind text not null check (kind in ('sign_up', 'reset')),
  kid text not null,
  version integer not null default 1,
  account_id uuid references auth.account (id),
  details jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  consumed_at timestamptz
);

-- The columns that rate-limiter-flexible expects.
create table auth.rate_limit (
  key text primary key,
  points integer not null default 0,
  expire bigint
);

alter table organisation enable row level security, force row level security;
alter table auth.account enable row level security, force row level security;
alter table auth.credential enable row level security, force row level security;
alter table auth.membership enable row level security, force row level security;
alter table auth.session enable row level security, force row level security;
alter table auth.one_time_link enable row level security, force row level security;
alter table auth.rate_limit enable row level security, force row level security;

grant select, insert on organisation to entente_auth;
grant select, insert, update on auth.account, auth.credential, auth.membership, auth.session, auth.one_time_link
  to entente_auth;
grant select, insert, update, delete on auth.rate_limit to entente_auth;
create policy auth_reads on organisation for select to entente_auth using (true);
create policy auth_creates on organisation for insert to entente_auth with check (true);
create policy auth_all on auth.account to entente_auth using (true) with check (true);
create policy auth_all on auth.credential to entente_auth using (true) with check (true);
create policy auth_all on auth.membership to entente_auth using (true) with check (true);
create policy auth_all on auth.session to entente_auth using (true) with check (true);
create policy auth_all on auth.one_time_link to entente_auth using (true) with check (true);
create policy auth_all on auth.rate_limit to entente_auth using (true) with check (true);

-- A tenant sees its own people, never their credentials or sessions.
grant select on auth.membership, auth.account to entente_partner, entente_customer;
create policy tenant_reads on auth.membership for select to entente_partner, entente_customer
  using (organisation_id = (select current_tenant()));
create policy tenant_reads on auth.account for select to entente_partner, entente_customer
  using (id in (select account_id from auth.membership where organisation_id = (select current_tenant())));
grant update (status, roles, decided_at, decided_by) on auth.membership to entente_customer;
create policy customer_decides on auth.membership for update to entente_customer
  using (organisation_id = (select current_tenant())) with check (organisation_id = (select current_tenant()));

grant select on organisation, auth.account, auth.membership to entente_operator;
create policy operator_reads on organisation for select to entente_operator using (true);
create policy operator_reads on auth.account for select to entente_operator using (true);
create policy operator_reads on auth.membership for select to entente_operator using (true);

-- The session check of every request: one indexed statement, outside any scope. Knowing a 256-bit token's hash
-- is the right to read its session; nothing can be listed. The owner is a scope role, so policies apply.
create type auth.found_session as (
  session_id uuid, account_id uuid, membership_id uuid, organisation_id uuid, audience text, roles text[],
  email text, name text, locale text, time_zone text, legal_name text, country text, partner_kind text,
  partner_number text, partner_status text, authenticated_at timestamptz, idle boolean
);
create function auth.find_session(token_hash bytea, at timestamptz, idle_for interval)
returns setof auth.found_session language sql stable security definer set search_path = ''
begin atomic
  select s.id, s.account_id, s.membership_id, m.organisation_id, m.audience, m.roles, a.email, a.name, a.locale,
    a.time_zone, o.legal_name, o.country, o.partner_kind, o.partner_number, o.partner_status, s.authenticated_at,
    s.seen_at < at - interval '1 minute'
  from auth.session s
  join auth.membership m on m.id = s.membership_id
  join auth.account a on a.id = s.account_id
  left join public.organisation o on o.id = m.organisation_id
  where s.token_hash = find_session.token_hash and s.ended_at is null and s.expires_at > at
    and s.seen_at > at - idle_for and m.status = 'active';
end;
alter function auth.find_session owner to entente_auth;
revoke all on function auth.find_session from public;
grant execute on function auth.find_session to entente_api;
