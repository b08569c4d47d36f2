-- Rights of what came after the roles were narrowed (0022).
grant update (second_factor_reset_at) on auth.account to entente_auth;
revoke update on organisation_setting from entente_customer;
grant update (second_factor_required, updated_at) on organisation_setting to entente_customer;
revoke update on partner_setting from entente_partner;
grant update (second_factor_required, updated_at) on partner_setting to entente_partner;
insert into job_scope (role, job) values
  ('entente_partner', 'mail.second-factor-reset'),
  ('entente_customer', 'mail.second-factor-reset'),
  ('entente_operator', 'mail.second-factor-reset'),
  ('entente_operator', 'partner.privileges-changed'),
  ('entente_partner', 'partner.privileges-changed'),
  ('entente_partner', 'customer.privileges-changed'),
  ('entente_customer', 'mail.privileges-changed');
