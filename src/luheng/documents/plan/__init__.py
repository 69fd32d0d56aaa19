"""Reading an implementation plan: title block, outline, tasks with their units, projects."""
