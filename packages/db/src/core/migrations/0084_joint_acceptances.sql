-- An acceptance has the parties of its link: the partner and, for a joint link, the provider. Grants stay with the partner,
-- because they refer to it (R-145).
alter table acceptance
  add column provider_id uuid,
  add column provider_change text check (provider_change in ('create', 'reinstate', 'unchanged')),
  add foreign key (customer_id, provider_id) references relationship (customer_id, partner_id),
  add constraint acceptance_says_what_changed_for_its_provider check ((provider_id is null) = (provider_change is null));
create index acceptance_of_provider on acceptance (provider_id, customer_id) where provider_id is not null;
create policy provider_reads on acceptance for select to entente_partner
  using (provider_id = (select current_tenant()));

-- Through which link and by whom a relationship was accepted stands in its acceptances, of which it may have several.
alter policy customer_creates on relationship with check (customer_id = (select current_tenant())
  and exists (select from relationship_link link where link.id = (select current_link())
    and relationship.partner_id in (link.partner_id, link.provider_id)));
alter table relationship drop column link_id, drop column accepted_by;
-- Both parties or neither (R-150).
alter policy customer_creates on acceptance with check (customer_id = (select current_tenant())
  and exists (select from relationship_link link where link.id = (select current_link()) and link.id = acceptance.link_id
    and link.partner_id = acceptance.partner_id and link.provider_id is not distinct from acceptance.provider_id));

-- A customer reads and locks both parties of the link in front of it.
alter policy customer_reads on organisation using (id = (select current_tenant())
  or id in (select unnest(array[partner_id, provider_id]) from relationship_link where id = (select current_link()))
  or id in (select partner_id from relationship where customer_id = (select current_tenant())));
alter policy customer_locks on organisation using (id = (select current_tenant())
  or id in (select unnest(array[partner_id, provider_id]) from relationship_link where id = (select current_link())));
