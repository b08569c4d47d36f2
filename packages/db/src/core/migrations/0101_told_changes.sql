-- The operator's request that last froze, thawed or ended a partner's privileges: a job of an earlier one tells nobody.
alter table organisation add column privileges_change_id uuid;
grant update (privileges_change_id) on organisation to entente_operator;

-- What customers and partners are told of grants.
insert into job_scope (role, job) values
  ('entente_customer', 'customer.privileges-granted'),
  ('entente_customer', 'mail.privileges-granted'),
  ('entente_customer', 'partner.privileges-lost'),
  ('entente_partner', 'mail.privileges-lost');
