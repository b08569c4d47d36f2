-- A customer is referred to a partner (§4.11): it asks in the public directory, or an operator or the partner's provider refers it.
-- Winning one adds nobody to the customers (R-168).
create table referral (
  id uuid primary key,
  partner_id uuid not null references organisation (id),
  source text not null check (source in ('directory', 'operator', 'provider')),
  provider_id uuid references organisation (id),
  -- The provider's person, or the operator, who referred the customer.
  referred_by uuid,
  operator_id uuid references auth.account (id),
  company text not null check (length(company) between 1 and 200),
  country text not null,
  message text not null check (length(message) <= 2000),
  status text not null check (status in ('new', 'active', 'won', 'lost', 'declined', 'expired')),
  created_at timestamptz not null,
  deadline timestamptz not null,
  -- When the partner is reminded next; null after the last time. Moved on in the transaction that records the reminder's job.
  next_reminder_at timestamptz,
  -- The partner's person who accepted or declined it.
  answered_by uuid,
  answered_at timestamptz,
  closed_at timestamptz,
  unique (id, partner_id),
  constraint referral_referrer foreign key (provider_id, referred_by)
    references auth.membership (organisation_id, account_id) on update cascade,
  constraint referral_answerer foreign key (partner_id, answered_by)
    references auth.membership (organisation_id, account_id) on update cascade,
  constraint referral_source_is_named check ((source = 'provider') = (referred_by is not null)
    and (source = 'provider') = (provider_id is not null) and (source = 'operator') = (operator_id is not null)),
  constraint referral_to_another check (provider_id <> partner_id),
  constraint referral_is_answered check ((status in ('new', 'expired')) = (answered_by is null)
    and (answered_by is null) = (answered_at is null)),
  constraint referral_is_closed check ((status in ('new', 'active')) = (closed_at is null))
);
create index referral_of_partner on referral (partner_id, id desc);
create index referral_of_provider on referral (provider_id, id desc) where provider_id is not null;
create index referral_referred_by on referral (provider_id, referred_by) where referred_by is not null;
create index referral_answered_by on referral (partner_id, answered_by) where answered_by is not null;
create index referral_operator on referral (operator_id) where operator_id is not null;
create index referral_open on referral (deadline) where status = 'new';
create index referral_reminder on referral (next_reminder_at) where status = 'new' and next_reminder_at is not null;
create index referral_due on referral (coalesce(closed_at, answered_at, deadline));

-- Who asks for the customer: the partner reads it from its acceptance on.
create table referral_contact (
  referral_id uuid primary key,
  partner_id uuid not null,
  name text not null,
  email text not null,
  phone text not null,
  -- Of who asked in the directory, for the mails.
  locale text,
  foreign key (referral_id, partner_id) references referral (id, partner_id) on delete cascade
);
create index referral_contact_email on referral_contact (email);
alter table referral enable row level security, force row level security;
alter table referral_contact enable row level security, force row level security;

grant select (id, partner_id, source, provider_id, company, country, message, status, created_at, deadline, answered_at, closed_at),
  insert (id, partner_id, source, provider_id, referred_by, company, country, message, status, created_at, deadline,
    next_reminder_at),
  update (status, answered_by, answered_at, closed_at) on referral to entente_partner;
create policy partner_reads on referral for select to entente_partner
  using (partner_id = (select current_tenant()) or provider_id = (select current_tenant()));
create policy partner_answers on referral for update to entente_partner
  using (partner_id = (select current_tenant()) and status in ('new', 'active'))
  with check (partner_id = (select current_tenant()) and case when status in ('active', 'declined')
    then answered_by = (select current_account()) else status in ('won', 'lost') end);
create policy provider_refers on referral for insert to entente_partner
  with check (provider_id = (select current_tenant()) and source = 'provider' and referred_by = (select current_account())
    and status = 'new' and exists (select from partnership p where p.provider_id = referral.provider_id
      and p.reseller_id = referral.partner_id and p.status = 'active'));
grant select (referral_id, name, email, phone), insert (referral_id, partner_id, name, email, phone)
  on referral_contact to entente_partner;
create policy partner_reads on referral_contact for select to entente_partner using (referral_id in (select id from referral
  where provider_id = (select current_tenant())
    or partner_id = (select current_tenant()) and status in ('active', 'won', 'lost')));
create policy provider_refers on referral_contact for insert to entente_partner
  with check (referral_id in (select id from referral where provider_id = (select current_tenant()) and status = 'new'));

-- Who asks in the directory has no account. The mails of both ends read it here, too.
grant select (id, partner_id, source, provider_id, referred_by, company, status),
  insert (id, partner_id, source, company, country, message, status, created_at, deadline, next_reminder_at)
  on referral to entente_auth;
create policy auth_reads on referral for select to entente_auth using (true);
create policy auth_asks on referral for insert to entente_auth with check (source = 'directory' and status = 'new');
grant select (referral_id, name, email, locale), insert (referral_id, partner_id, name, email, phone, locale)
  on referral_contact to entente_auth;
create policy auth_reads on referral_contact for select to entente_auth using (true);
create policy auth_asks on referral_contact for insert to entente_auth
  with check (referral_id in (select id from referral where source = 'directory' and status = 'new'));
grant select (partner_id, published_at) on business_profile to entente_auth, entente_operator;
create policy published_profiles_of_referrals on business_profile for select to entente_auth, entente_operator
  using (published_at is not null);

grant select (id, partner_id, source, provider_id, company, country, message, status, created_at, deadline,
    answered_at, closed_at),
  insert (id, partner_id, source, operator_id, company, country, message, status, created_at, deadline, next_reminder_at)
  on referral to entente_operator;
create policy operator_reads on referral for select to entente_operator using (true);
create policy operator_refers on referral for insert to entente_operator
  with check (source = 'operator' and status = 'new' and operator_id = (select current_account()));
grant insert (referral_id, partner_id, name, email, phone) on referral_contact to entente_operator;
create policy operator_refers on referral_contact for insert to entente_operator
  with check (referral_id in (select id from referral where source = 'operator' and status = 'new'));

grant select (id, partner_id, provider_id, status, message, deadline, next_reminder_at, answered_at, closed_at),
  update (status, closed_at, next_reminder_at, message), delete on referral to entente_keeper;
create policy keeper_all on referral to entente_keeper using (true) with check (true);
grant select (referral_id, name, email), update (name, email, phone, locale) on referral_contact to entente_keeper;
create policy keeper_all on referral_contact to entente_keeper using (true) with check (true);

alter table auth.one_time_link drop constraint one_time_link_kind_check,
  add constraint one_time_link_kind_check
    check (kind in ('sign_up', 'reset', 'set_up', 'work_account', 'contact', 'security_contact', 'referral'));

-- What a provider refers stands in its reseller's chain, and what the reseller answers in its provider's.
create policy partner_records_referral on audit_record for insert to entente_partner
  with check (action = 'referral.created' and organisation_id in
      (select partner_id from referral where provider_id = (select current_tenant()))
    or action in ('referral.accepted', 'referral.declined', 'referral.won', 'referral.lost') and organisation_id in
      (select provider_id from referral where partner_id = (select current_tenant())));

insert into job_scope (role, job) values
  ('entente_auth', 'mail.referral-asked'),
  ('entente_auth', 'referral.waiting'),
  ('entente_operator', 'referral.waiting'),
  ('entente_partner', 'referral.waiting'),
  ('entente_keeper', 'referral.waiting'),
  ('entente_partner', 'mail.referral-waiting'),
  ('entente_partner', 'mail.referral-closed'),
  ('entente_keeper', 'mail.referral-closed');
