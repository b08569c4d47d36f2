-- Whether mails that the platform sends for partners may hold links to other hosts. Operators change it.
alter table instance add column foreign_links boolean not null default true;
grant update (foreign_links) on instance to entente_operator;

-- The one thing of the instance that a partner's transaction reads.
create function foreign_links_allowed() returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select foreign_links from public.instance;
end;
alter function foreign_links_allowed owner to entente_auth;
revoke all on function foreign_links_allowed from public;
grant execute on function foreign_links_allowed to entente_partner, entente_operator;
