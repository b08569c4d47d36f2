-- outside a transaction
-- For one foreign key per search term in place of two.
create unique index concurrently relationship_whole on relationship (id, customer_id, partner_id);
