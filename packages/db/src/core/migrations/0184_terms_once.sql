-- `relationship_term_of` says both.
alter table relationship_term drop constraint relationship_term_relationship_id_customer_id_fkey,
  drop constraint relationship_term_relationship_id_partner_id_fkey;
