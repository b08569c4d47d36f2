create table relationship_link (
  id uuid primary key,
  partner_id uuid not null references organisation (id),
  provider_id uuid references organisation (id),
  kind text not null check (kind in ('reseller', 'joint')),
  with_privileges boolean not null,
  kid text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  unique nulls not distinct (partner_id, kind, with_privileges, provider_id),
  unique (id, partner_id),
  constraint relationship_link_joint_names_provider check ((kind = 'joint') = (provider_id is not null))
);

create table relationship (
  id uuid primary key,
  customer_id uuid not null references organisation (id),
  partner_id uuid not null references organisation (id),
  link_id uuid,
  status text not null check (status in ('active', 'removed')),
  origin text not null check (origin in ('acceptance', 'import', 'created')),
  since timestamptz not null,
  accepted_by uuid references auth.account (id),
  -- What the partner's list shows, so that a list reads one table; kept in step in the same transaction.
  customer_name text not null,
  customer_domain text,
  customer_country text not null,
  sort_key text collate "C" not null,
  services text[] not null default '{}',
  -- A new UUIDv7 at every change: what live lists compare.
  change_id uuid not null,
  unique (customer_id, partner_id),
  unique (id, partner_id),
  unique (id, customer_id),
  foreign key (link_id, partner_id) references relationship_link (id, partner_id),
  constraint relationship_acceptance_names_its_link check (origin <> 'acceptance' or link_id is not null)
);
create index relationship_by_name on relationship (partner_id, sort_key, id) where status = 'active';
create index relationship_by_age on relationship (partner_id, since, id) where status = 'active';
create index relationship_by_change on relationship (partner_id, change_id desc);

create table relationship_term (
  partner_id uuid not null,
  term text collate "C" not null,
  relationship_id uuid not null,
  customer_id uuid not null,
  primary key (partner_id, term, relationship_id),
  foreign key (relationship_id, partner_id) references relationship (id, partner_id),
  foreign key (relationship_id, customer_id) references relationship (id, customer_id)
);

-- Delegated admin privileges, one row per service and holding (§4.8).
create table admin_grant (
  id uuid primary key,
  customer_id uuid not null,
  partner_id uuid not null,
  service text not null,
  granted_at timestamptz not null,
  granted_by uuid not null references auth.account (id),
  ended_at timestamptz,
  ended_by uuid references auth.account (id),
  end_reason text check (end_reason in ('reassigned', 'removed_by_customer', 'removed_by_partner', 'removed_by_operator')),
  foreign key (customer_id, partner_id) references relationship (customer_id, partner_id),
  constraint admin_grant_end_has_reason check ((ended_at is null) = (end_reason is null))
);
-- R-026, R-057, D-12: at most one partner with privileges per customer and service, whoever races.
create unique index admin_grant_one_holder on admin_grant (customer_id, service) where ended_at is null;
create index admin_grant_of_partner on admin_grant (partner_id, customer_id);

create table agreement_acceptance (
  id uuid primary key,
  customer_id uuid not null,
  partner_id uuid not null,
  agreement text not null,
  version text not null,
  language text not null,
  accepted_by uuid not null references auth.account (id),
  accepted_at timestamptz not null,
  foreign key (customer_id, partner_id) references relationship (customer_id, partner_id)
);
create index agreement_acceptance_of_relationship on agreement_acceptance (customer_id, partner_id, accepted_at desc);

create table relationship_decline (
  id uuid primary key,
  customer_id uuid not null references organisation (id),
  partner_id uuid not null,
  link_id uuid not null,
  declined_by uuid not null references auth.account (id),
  partner_told boolean not null,
  declined_at timestamptz not null,
  foreign key (link_id, partner_id) references relationship_link (id, partner_id)
);

alter table relationship_link enable row level security, force row level security;
alter table relationship enable row level security, force row level security;
alter table relationship_term enable row level security, force row level security;
alter table admin_grant enable row level security, force row level security;
alter table agreement_acceptance enable row level security, force row level security;
alter table relationship_decline enable row level security, force row level security;

grant select on relationship_link, relationship, relationship_term, admin_grant, agreement_acceptance to entente_partner;
create policy partner_reads on relationship_link for select to entente_partner
  using (partner_id = (select current_tenant()));
create policy partner_reads on relationship for select to entente_partner
  using (partner_id = (select current_tenant()));
create policy partner_reads on relationship_term for select to entente_partner
  using (partner_id = (select current_tenant()));
create policy partner_reads on admin_grant for select to entente_partner
  using (partner_id = (select current_tenant()));
create policy partner_reads on agreement_acceptance for select to entente_partner
  using (partner_id = (select current_tenant()));

grant select, insert, update on relationship, admin_grant to entente_customer;
grant select, insert on relationship_term, agreement_acceptance, relationship_decline to entente_customer;
grant select on relationship_link to entente_customer;
create policy customer_reads on relationship for select to entente_customer
  using (customer_id = (select current_tenant()));
create policy customer_creates on relationship for insert to entente_customer
  with check (customer_id = (select current_tenant()));
create policy customer_changes on relationship for update to entente_customer
  using (customer_id = (select current_tenant())) with check (customer_id = (select current_tenant()));
create policy customer_reads on admin_grant for select to entente_customer
  using (customer_id = (select current_tenant()));
create policy customer_creates on admin_grant for insert to entente_customer
  with check (customer_id = (select current_tenant()));
create policy customer_changes on admin_grant for update to entente_customer
  using (customer_id = (select current_tenant())) with check (customer_id = (select current_tenant()));
create policy customer_reads on relationship_term for select to entente_customer
  using (customer_id = (select current_tenant()));
create policy customer_creates on relationship_term for insert to entente_customer
  with check (customer_id = (select current_tenant()));
create policy customer_reads on agreement_acceptance for select to entente_customer
  using (customer_id = (select current_tenant()));
create policy customer_creates on agreement_acceptance for insert to entente_customer
  with check (customer_id = (select current_tenant()));
create policy customer_reads on relationship_decline for select to entente_customer
  using (customer_id = (select current_tenant()));
create policy customer_creates on relationship_decline for insert to entente_customer
  with check (customer_id = (select current_tenant()));

-- The link that the API has verified before it opened the scope, and the partner it names.
create policy customer_reads_opened on relationship_link for select to entente_customer
  using (id = (select current_link()));
grant select on organisation to entente_partner, entente_customer;
create policy partner_reads_itself on organisation for select to entente_partner
  using (id = (select current_tenant()));
create policy customer_reads on organisation for select to entente_customer
  using (id = (select current_tenant())
    or id in (select partner_id from relationship_link where id = (select current_link()))
    or id in (select partner_id from relationship where customer_id = (select current_tenant())));

-- A row lock needs the right to update. These policies let a customer lock its own row, and the link and partner
-- in front of it, and let it change nothing: no new row passes "false".
grant update (created_at) on organisation, relationship_link to entente_customer;
create policy customer_locks on organisation for update to entente_customer
  using (id = (select current_tenant())
    or id in (select partner_id from relationship_link where id = (select current_link())))
  with check (false);
create policy customer_locks on relationship_link for update to entente_customer
  using (id = (select current_link())) with check (false);

-- The public card behind a link: these columns of the parties it names, nothing else.
grant select on relationship_link to entente_link;
grant select (id, legal_name, country, partner_kind, partner_number, partner_status, verified_at)
  on organisation to entente_link;
create policy link_reads on relationship_link for select to entente_link using (id = (select current_link()));
create policy link_reads on organisation for select to entente_link
  using (id in (select partner_id from relationship_link union all
                select provider_id from relationship_link));

-- Creating a partner creates its links: the row is what a link is derived from.
grant select, insert on relationship_link to entente_auth;
create policy auth_creates on relationship_link for insert to entente_auth with check (true);
create policy auth_reads on relationship_link for select to entente_auth using (true);
