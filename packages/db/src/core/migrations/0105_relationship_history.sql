-- The timeline of a relationship, with the same events and ids for both sides (U13). Each side reads what it may know anyway; what
-- follows opens the rest of it.
-- The requests that the customer answered, or that name its relationship: when, and whether by mail. Neither text nor author.
grant select (id, partner_id, kind, created_at, relationship_id) on relationship_request to entente_customer;
grant select (partner_id, request_id, relationship_id, status) on request_recipient to entente_customer;
create policy customer_reads on request_recipient for select to entente_customer
  using (relationship_id in (select id from relationship where customer_id = (select current_tenant())));
create policy customer_reads on relationship_request for select to entente_customer
  using (relationship_id in (select id from relationship where customer_id = (select current_tenant()))
    or exists (select from request_recipient mail
      where (mail.partner_id, mail.request_id) = (relationship_request.partner_id, relationship_request.id)
        and mail.relationship_id in (select id from relationship where customer_id = (select current_tenant()))));

-- A partner reads who of its people used what at a customer, and when.
grant select (account_name, act, at) on access_record to entente_partner;

-- A decline that the customer told carries its id into the log of each party.
alter table request_outcome add column decline_id uuid;

-- A freeze and its end stand in the chains of the partner and of each customer, under the id of the operator's request.
create index audit_record_freezes on audit_record (organisation_id, occurred_at)
  where action in ('partner.privileges_frozen', 'partner.privileges_thawed');
