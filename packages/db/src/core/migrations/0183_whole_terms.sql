-- Reads all terms beside everybody else, so that 0184 need not.
alter table relationship_term validate constraint relationship_term_of;
