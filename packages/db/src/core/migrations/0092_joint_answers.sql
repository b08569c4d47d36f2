-- A joint invitation is declined to both of its parties, as it is accepted for both (R-150).
alter table relationship_decline add column provider_id uuid references organisation (id);
alter policy customer_creates on relationship_decline with check (customer_id = (select current_tenant())
  and exists (select from relationship_link link where link.id = (select current_link())
    and link.id = relationship_decline.link_id and link.partner_id = relationship_decline.partner_id
    and link.provider_id is not distinct from relationship_decline.provider_id));

-- The other party of the joint invitation that was answered.
alter table request_outcome add column other_party_id uuid references organisation (id);

-- Both parties hand out a joint link, and their requests carry it (R-146, D-05).
alter policy partner_reads on relationship_link using ((select current_tenant()) in (partner_id, provider_id));
alter table relationship_request drop constraint relationship_request_link_id_partner_id_fkey,
  add foreign key (link_id) references relationship_link (id);
create policy partner_asks_by_own_links on relationship_request as restrictive for insert to entente_partner
  with check (exists (select from relationship_link link where link.id = link_id
    and relationship_request.partner_id in (link.partner_id, link.provider_id)));
