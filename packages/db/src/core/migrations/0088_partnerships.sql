-- The tie between a provider and a reseller: one row for both, which a removal keeps and the same link opens again (§4.5).
create table partnership (
  id uuid primary key,
  provider_id uuid not null references organisation (id),
  reseller_id uuid not null references organisation (id),
  status text not null check (status in ('active', 'removed')),
  -- The last authorisation: through which link, by whom, with which words.
  since timestamptz not null,
  link_id uuid not null,
  authorised_by uuid not null,
  consent_version text not null,
  -- Null while the provider's admin agents may look into the reseller's account (R-128, R-129).
  access_removed_at timestamptz,
  -- The last ending: by which side and person, with which statement (R-157).
  ended_at timestamptz,
  ended_for uuid,
  ended_by uuid,
  attestation_version text,
  unique (provider_id, reseller_id),
  foreign key (link_id, provider_id) references relationship_link (id, partner_id),
  constraint partnership_authoriser foreign key (reseller_id, authorised_by)
    references auth.membership (organisation_id, account_id) on update cascade,
  constraint partnership_ender foreign key (ended_for, ended_by)
    references auth.membership (organisation_id, account_id) on update cascade,
  constraint partnership_of_two check (provider_id <> reseller_id),
  constraint partnership_ended_by_a_side check (ended_for in (provider_id, reseller_id)),
  constraint partnership_end_is_stated check ((status = 'removed') = (ended_at is not null)
    and num_nonnulls(ended_at, ended_for, ended_by, attestation_version) in (0, 4)),
  constraint partnership_end_ends_access check (status = 'active' or access_removed_at is not null)
);
create index partnership_of_reseller on partnership (reseller_id);
create index partnership_of_link on partnership (link_id);
create index partnership_authorised_by on partnership (reseller_id, authorised_by);
create index partnership_ended_by on partnership (ended_for, ended_by) where ended_by is not null;
alter table partnership enable row level security, force row level security;

-- A provider has one link more, for its resellers (R-121, R-122). Customers open links of the other kinds only.
alter table relationship_link drop constraint relationship_link_kind_check,
  add constraint relationship_link_kind_check check (kind in ('reseller', 'joint', 'partnership')),
  add constraint relationship_link_partnership_asks_no_privileges check (kind <> 'partnership' or not with_privileges);
alter table relationship_link no force row level security;
alter table organisation no force row level security;
insert into relationship_link (id, partner_id, kind, with_privileges, kid, created_at)
  select gen_random_uuid(), partner_id, 'partnership', false, kid, now() from relationship_link
  where kind = 'reseller' and not with_privileges
    and partner_id in (select id from organisation where partner_kind = 'indirect_provider');
alter table organisation force row level security;
alter table relationship_link force row level security;
alter policy customer_reads_opened on relationship_link
  using (id = (select current_link()) and kind <> 'partnership');
create policy partner_reads_opened on relationship_link for select to entente_partner
  using (id = (select current_link()) and kind = 'partnership');

-- The provider of the partnership link that this transaction opened.
create function opened_provider() returns uuid language sql stable parallel safe
  return (select partner_id from relationship_link where id = current_link() and kind = 'partnership');

-- Both sides read it. The reseller makes it and opens it again under the opened link; while it is active, either side ends it
-- in its own name, and the reseller takes the admin access away.
grant select, insert (id, provider_id, reseller_id, status, since, link_id, authorised_by, consent_version),
  update (status, since, link_id, authorised_by, consent_version, access_removed_at, ended_at, ended_for,
  ended_by, attestation_version) on partnership to entente_partner;
create policy both_read on partnership for select to entente_partner
  using ((select current_tenant()) in (provider_id, reseller_id));
create policy reseller_authorises on partnership for insert to entente_partner
  with check (reseller_id = (select current_tenant()) and provider_id = (select opened_provider())
    and link_id = (select current_link()) and authorised_by = (select current_account()) and status = 'active');
create policy reseller_authorises_again on partnership for update to entente_partner
  using (reseller_id = (select current_tenant()) and provider_id = (select opened_provider()))
  with check (reseller_id = (select current_tenant()) and provider_id = (select opened_provider())
    and link_id = (select current_link()) and authorised_by = (select current_account()) and status = 'active');
create policy both_end on partnership for update to entente_partner
  using (status = 'active' and (select current_tenant()) in (provider_id, reseller_id))
  with check (status = 'removed' and (select current_tenant()) in (provider_id, reseller_id)
    and ended_for = (select current_tenant()) and ended_by = (select current_account()));
create policy reseller_removes_access on partnership for update to entente_partner
  using (status = 'active' and reseller_id = (select current_tenant()))
  with check (status = 'active' and reseller_id = (select current_tenant()) and access_removed_at is not null);

-- Each side knows who the other one is, and a reseller whose link it opened: it locks that provider against a suspension.
create policy partner_reads_others on organisation for select to entente_partner
  using (id = (select opened_provider()) or id in (select unnest(array[provider_id, reseller_id]) from partnership));
grant update (created_at) on organisation, relationship_link to entente_partner;
create policy partner_locks on organisation for update to entente_partner
  using (id = (select opened_provider())) with check (false);
create policy partner_locks on relationship_link for update to entente_partner
  using (id = (select current_link()) and kind = 'partnership') with check (false);

-- The first authorisation makes the links by which the reseller asks customers for both (R-132).
grant insert (id, partner_id, provider_id, kind, with_privileges, kid, created_at) on relationship_link to entente_partner;
create policy reseller_makes_joint_links on relationship_link for insert to entente_partner
  with check (kind = 'joint' and partner_id = (select current_tenant()) and provider_id = (select opened_provider()));

-- An act on the partnership is recorded for both, with what each may know.
alter policy partner_writes on audit_record with check (organisation_id = (select current_tenant())
  or action like 'partnership.%' and organisation_id in (select unnest(array[provider_id, reseller_id]) from partnership));

-- A joint link is live while its parties are partners of each other: whoever opens it reads that, and an acceptance locks it.
grant select (id, provider_id, reseller_id, status) on partnership to entente_customer, entente_link;
create policy opened_joint on partnership for select to entente_customer, entente_link
  using (exists (select from relationship_link link where link.id = (select current_link())
    and link.partner_id = reseller_id and link.provider_id = partnership.provider_id));
grant update (status) on partnership to entente_customer;
create policy customer_locks on partnership for update to entente_customer
  using (exists (select from relationship_link link where link.id = (select current_link())
    and link.partner_id = reseller_id and link.provider_id = partnership.provider_id)) with check (false);
