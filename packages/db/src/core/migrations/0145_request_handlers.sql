-- What a partner says in a service request is mailed to the operator who handles it (M-19). Only accounts are found by this scope.
grant select (id, handled_by) on service_request to entente_auth;
create policy auth_finds_handler on service_request for select to entente_auth using (handled_by is not null);
