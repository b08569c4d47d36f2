-- A link says when it was last revoked: requests made before that carry a dead link, and their authors are told.
alter table relationship_link add column revoked_at timestamptz;
grant update (revoked_at) on relationship_link to entente_operator;
insert into job_scope (role, job) values
  ('entente_operator', 'partner.link-revoked'),
  ('entente_partner', 'mail.link-revoked');
