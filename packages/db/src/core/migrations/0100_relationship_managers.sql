-- The role relationship_manager needs no column; a change of role is mailed.
insert into job_scope (role, job) values ('entente_customer', 'mail.role-changed');
