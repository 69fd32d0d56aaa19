"""考核: from the records of the city to points, objections and a published appraisal."""
