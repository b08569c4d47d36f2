-- Every page shows whether the person may act in another company too: the session says it, so that no page asks for it.
alter type auth.found_session add attribute elsewhere boolean;

create or replace function auth.find_session(token_hash bytea, at timestamptz, idle_for interval)
returns setof auth.found_session language sql stable security definer set search_path = ''
begin atomic
  select s.id, s.account_id, s.membership_id, m.organisation_id, m.audience, m.roles, a.email, a.name, a.locale,
    a.time_zone, o.legal_name, o.country, o.partner_kind, o.partner_number, o.partner_status, s.authenticated_at,
    s.seen_at < at - interval '1 minute' or s.replaces is not null,
    exists (select from auth.membership other where other.account_id = s.account_id and other.id <> m.id
      and other.status = 'active' and other.organisation_id is not null)
  from auth.session s
  join auth.membership m on m.id = s.membership_id
  join auth.account a on a.id = s.account_id
  left join public.organisation o on o.id = m.organisation_id
  where s.token_hash = find_session.token_hash and s.ended_at is null and s.awaits is null and s.expires_at > at
    and s.seen_at > at - idle_for and m.status = 'active'
    -- Whatever ends a session also ends the one that would have replaced it.
    and (s.replaces is null or exists
      (select from auth.session replaced where replaced.id = s.replaces and replaced.ended_at is null));
end;
