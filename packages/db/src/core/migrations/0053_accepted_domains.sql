-- The operator who accepts an application, or the change of a contact, confirms the domain of the contact's address.
grant select, insert, update (domain, confirmed_at) on organisation_domain to entente_operator;
create policy operator_all on organisation_domain to entente_operator using (true) with check (true);
