-- How people reach the operator. Null: as the settings of the processes say.
alter table instance add column operator_contact jsonb
  check (jsonb_typeof(operator_contact -> 'email') = 'string');
grant update (operator_contact) on instance to entente_operator;

-- Every page and every mail shows it.
create function operator_contact() returns jsonb
language sql stable security definer set search_path = ''
begin atomic
  select operator_contact from public.instance;
end;
alter function operator_contact owner to entente_auth;
revoke all on function operator_contact from public;
grant execute on function operator_contact to entente_auth, entente_operator, entente_partner, entente_relay;
