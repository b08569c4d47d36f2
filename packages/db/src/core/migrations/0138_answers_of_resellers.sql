-- A provider's invitation is answered when a reseller authorises it, as a customer's acceptance answers a request (U-02, R-126).
alter table request_recipient
  add column partnership_id uuid references partnership (id),
  drop constraint request_recipient_acceptance,
  add constraint request_recipient_acceptance
    check ((accepted_at is null) = (num_nonnulls(relationship_id, partnership_id) = 0));
create index request_recipient_of_partnership on request_recipient (partnership_id) where partnership_id is not null;
grant update (partnership_id) on request_recipient to entente_partner;
insert into job_scope (role, job) values ('entente_partner', 'partnership.authorised');
