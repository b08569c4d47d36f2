-- Reseller and provider see the customers that they share, and no others of each other (R-131). Only their ids leave this
-- function: what is shown of a customer comes from the reader's own rows. Its owner is a role that no scope becomes.
do $$
begin
  if not exists (select from pg_roles where rolname = 'entente_sharing') then
    create role entente_sharing nologin noinherit;
  end if;
end
$$;
grant usage on schema public to entente_sharing;
grant select (customer_id, partner_id, status) on relationship to entente_sharing;
grant select (provider_id, reseller_id, status) on partnership to entente_sharing;
create policy live_ones on relationship for select to entente_sharing using (status = 'active');
create policy live_ones on partnership for select to entente_sharing using (status = 'active');
create function shared_customers(other uuid) returns setof uuid language sql stable security definer set search_path = ''
begin atomic
  select mine.customer_id from public.relationship mine
    join public.relationship theirs on theirs.customer_id = mine.customer_id and theirs.partner_id = shared_customers.other
  where mine.partner_id = public.current_tenant() and mine.status = 'active' and theirs.status = 'active'
    and exists (select from public.partnership p where p.status = 'active'
      and (p.provider_id, p.reseller_id) in ((mine.partner_id, theirs.partner_id), (theirs.partner_id, mine.partner_id)));
end;
alter function shared_customers owner to entente_sharing;
revoke all on function shared_customers from public;
grant execute on function shared_customers to entente_partner;
