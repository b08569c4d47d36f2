-- What 0020 and 0053 record from now on, for those who came before. Web mail confirms nothing: enrolment has always refused
-- the services of the built-in list, so what is left are its brands under any ending, and what operators have added.
alter table organisation no force row level security;
alter table enrolment no force row level security;
alter table partner_profile no force row level security;
alter table web_mail_domain no force row level security;
alter table organisation_domain no force row level security;
alter table auth.account no force row level security;
alter table auth.membership no force row level security;
alter table auth.credential no force row level security;

insert into organisation_domain (organisation_id, proven_by, domain, confirmed_at)
select proven.organisation_id, proven.proven_by, proven.domain, proven.at from (
  -- While a change is reviewed, the contact that was verified is kept beside the new one.
  select e.organisation_id, 'contact' as proven_by, p.contact_verified_at as at,
    split_part(p.contact_email, '@', 2) as domain
  from enrolment e join organisation o on o.id = e.organisation_id
    join partner_profile kept on kept.organisation_id = e.organisation_id,
    jsonb_populate_record(kept, coalesce(kept.before_change, '{}')) p
  where o.partner_status in ('active', 'suspended') and p.contact_status = 'verified'
  union all
  select e.organisation_id, 'admin', e.created_at, split_part(a.email, '@', 2)
  from enrolment e join auth.account a on a.id = e.applicant_id and a.audience = 'partner'
) proven
-- A domain in another script needs its ASCII form, which SQL cannot make; it is confirmed with the next contact.
where proven.at is not null and proven.domain ~ '^[a-z0-9-]+(\.[a-z0-9-]+)+$' and proven.domain !~ '\.invalid$'
  and proven.domain !~ '(^|\.)(yahoo|ymail|rocketmail|hotmail|outlook|live|aol|gmail|googlemail|icloud|gmx|msn)\.(com|net|org|info|[a-z]{2}|(com?|net?|org?)\.[a-z]{2})$'
  and not exists (select from web_mail_domain w where '.' || proven.domain like '%.' || w.domain)
on conflict do nothing;

-- An account is the company's that typed it while its first temporary password is unused, and after the company removed
-- the person. Of any other the database does not know whether its owner has taken it up: it stays the owner's.
update auth.account a set added_by = m.organisation_id from auth.membership m
where m.account_id = a.id and a.audience = 'partner' and a.added_by is null
  and not exists (select from auth.membership other where other.account_id = a.id and other.id <> m.id)
  and (m.status = 'removed' or exists (select from auth.credential c
    where c.account_id = a.id and c.temporary_until is not null and not c.past_first))
  and not exists (select from auth.account typed
    where typed.audience = a.audience and typed.email = a.email and typed.added_by = m.organisation_id);

alter table organisation force row level security;
alter table enrolment force row level security;
alter table partner_profile force row level security;
alter table web_mail_domain force row level security;
alter table organisation_domain force row level security;
alter table auth.account force row level security;
alter table auth.membership force row level security;
alter table auth.credential force row level security;
