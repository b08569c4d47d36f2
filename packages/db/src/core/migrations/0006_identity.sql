-- Second factor, own sessions, and choices that wait while a person confirms who they are.
create table auth.second_factor (
  id uuid primary key,
  account_id uuid not null references auth.account (id),
  -- The data key that sealed the secret (AES-256-GCM, nonce | ciphertext | tag, bound to the account).
  kid text not null,
  secret bytea not null,
  created_at timestamptz not null,
  -- Null while it is being set up: such a factor is asked of nobody.
  confirmed_at timestamptz,
  -- The newest time step that was used: a code works once.
  last_step bigint
);
-- One in use and one being set up, so that a person may change devices and is never without.
create unique index second_factor_in_use on auth.second_factor (account_id) where confirmed_at is not null;
create unique index second_factor_being_set_up on auth.second_factor (account_id) where confirmed_at is null;

create table auth.recovery_code (
  id uuid primary key,
  account_id uuid not null references auth.account (id),
  code_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  unique (account_id, code_hash)
);

-- A session that awaits something is no session yet: auth.find_session must not answer it, also to older code.
alter table auth.session
  add awaits text check (awaits in ('second_factor', 'second_factor_set_up')),
  add device text;

create table auth.waiting_choice (
  id uuid primary key,
  session_id uuid not null references auth.session (id),
  form jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

alter table auth.one_time_link drop constraint one_time_link_kind_check,
  add constraint one_time_link_kind_check check (kind in ('sign_up', 'reset', 'set_up'));

alter table auth.second_factor enable row level security, force row level security;
alter table auth.recovery_code enable row level security, force row level security;
alter table auth.waiting_choice enable row level security, force row level security;
grant select, insert, update, delete on auth.second_factor, auth.recovery_code, auth.waiting_choice to entente_auth;
create policy auth_all on auth.second_factor to entente_auth using (true) with check (true);
create policy auth_all on auth.recovery_code to entente_auth using (true) with check (true);
create policy auth_all on auth.waiting_choice to entente_auth using (true) with check (true);

create or replace function auth.find_session(token_hash bytea, at timestamptz, idle_for interval)
returns setof auth.found_session language sql stable security definer set search_path = ''
begin atomic
  select s.id, s.account_id, s.membership_id, m.organisation_id, m.audience, m.roles, a.email, a.name, a.locale,
    a.time_zone, o.legal_name, o.country, o.partner_kind, o.partner_number, o.partner_status, s.authenticated_at,
    s.seen_at < at - interval '1 minute'
  from auth.session s
  join auth.membership m on m.id = s.membership_id
  join auth.account a on a.id = s.account_id
  left join public.organisation o on o.id = m.organisation_id
  where s.token_hash = find_session.token_hash and s.ended_at is null and s.awaits is null and s.expires_at > at
    and s.seen_at > at - idle_for and m.status = 'active';
end;
