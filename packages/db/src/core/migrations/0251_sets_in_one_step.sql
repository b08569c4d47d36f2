-- Each step of a function in plpgsql is prepared again in every transaction, and this one had a dozen. The words of a tsvector are sorted
-- by their bytes, as the set has to be.
create or replace function service_set(services text[]) returns text language plpgsql immutable parallel safe as $$
begin
  return coalesce(array_to_string(tsvector_to_array(array_to_tsvector(services)), ' '), '');
end
$$;
