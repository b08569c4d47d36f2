-- Everybody who accepts the link of one partner locked its row and the partner's in share mode. Thousands at once make PostgreSQL keep lists of
-- lockers, and write both rows for each of them. A shared lock on no row takes their place, exclusive for whoever stops acceptances. There are
-- 256 such locks of each table, because one act can end all links of a key (`entente keys retire`), and what a transaction may lock is
-- bounded.
create function stop_acceptances() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext(tg_table_name), hashtext(new.id::text) & 255);
  return new;
end $$;
create trigger acceptances_stop before update on relationship_link for each row
  when (old.version <> new.version or old.revoked_at is distinct from new.revoked_at)
  execute function stop_acceptances();
create trigger acceptances_stop before update on organisation for each row
  when (old.partner_status is distinct from new.partner_status or old.partner_kind is distinct from new.partner_kind
    or old.privileges_frozen_at is distinct from new.privileges_frozen_at)
  execute function stop_acceptances();

-- Checking a foreign key locks what it names, so these two would lock the same rows again. Neither a partner nor a link is ever deleted, and the
-- policies of both tables let nobody name another.
alter table relationship drop constraint relationship_partner_id_fkey;
alter table acceptance drop constraint acceptance_link_id_partner_id_fkey;

-- A grant names its acceptance with customer and partner, and the acceptance its relationship.
alter table admin_grant drop constraint admin_grant_customer_id_partner_id_fkey;

alter table relationship_term add constraint relationship_term_of foreign key (relationship_id, customer_id, partner_id)
  references relationship (id, customer_id, partner_id) not valid;
