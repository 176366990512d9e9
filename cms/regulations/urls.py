from django.urls import path

from cms.regulations import views

urlpatterns = [
    path("law/", views.library, name="law"),
    path("law/<slug:code>/", views.regulation, name="law_regulation"),
    path("law/<slug:code>/<slug:number>/", views.article, name="law_article"),
]
